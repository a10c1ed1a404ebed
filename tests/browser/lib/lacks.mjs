// What a page has to be for who turns something off, or asks for more of something: images, styles, colours, movement.

const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Every image that says anything says it in words when it does not come, with room for all of them. */
export async function withoutImages(page, complain) {
  const images = await page.evaluate(() => [...document.images].map((image) => ({
    alt: image.alt.trim(),
    came: image.complete && image.naturalWidth > 0,
    // The words of an image that did not come stand in the page as they would in a <span>, unless it has a size of its own.
    clipped: image.scrollWidth > image.clientWidth + 1 || image.scrollHeight > image.clientHeight + 1,
    shown: image.getClientRects().length > 0 && image.offsetWidth > 0 && image.offsetHeight > 0,
  })));
  for (const { alt, came, clipped, shown } of images) {
    if (came) complain(`the image of "${alt}" came`);
    if (alt && (!shown || clipped)) complain(`the words of "${alt}" ${shown ? 'are cut off' : 'do not stand there'}`);
  }
}

/** Without its styles a page has the same words, in the same order, the skip link first, and none is hidden. */
export async function withoutStyles(page, styled, complain) {
  const plain = await page.evaluate(() => ({
    text: document.querySelector('main').innerText,
    styled: getComputedStyle(document.body).maxWidth !== 'none',
    hidden: [...document.body.querySelectorAll('*')].filter((element) => element.textContent.trim() && !element.checkVisibility() && !element.closest('[hidden]')).map((element) => element.tagName),
    first: document.body.firstElementChild.className,
  }));
  if (plain.styled) complain('the styles came all the same');
  for (const tag of plain.hidden) complain(`<${tag}> is hidden`);
  if (plain.first !== 'skip-link') complain('the skip link is not first');
  // Words for screen readers only come in between, so the styled words are looked for one after another.
  const left = words(plain.text);
  let next = 0;
  for (const word of words(styled)) {
    const at = left.indexOf(word, next);
    if (at < 0) {
      complain(`"${word}", after "${left.slice(Math.max(0, next - 4), next).join(' ')}", is not there without styles, or in another place`);
      break;
    }
    next = at + 1;
  }
}

/** In a high-contrast theme of the system nothing hangs on a colour of ours: links have lines, tags and controls have edges. */
export async function forcedColours(page, complain) {
  await page.emulateMedia({ forcedColors: 'active' });
  const found = await page.evaluate(() => {
    const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
    const name = (element) => `<${element.tagName.toLowerCase()} class="${element.className}"> "${element.textContent.trim().slice(0, 30)}"`;
    const transparent = /^rgba\(.*, 0\)$|^transparent$/;
    const lost = [];
    for (const link of document.querySelectorAll('main a[href], nav a[href]')) {
      const { textDecorationLine, textDecorationColor } = getComputedStyle(link);
      const marked = textDecorationLine.includes('underline') && !transparent.test(textDecorationColor);
      if (seen(link) && !marked && !link.querySelector('img') && !link.hasAttribute('aria-current')) lost.push(`no line under ${name(link)}`);
    }
    for (const edged of document.querySelectorAll('.tag, input, select, button')) {
      const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(edged);
      if (seen(edged) && (parseFloat(borderTopWidth) < 1 || borderTopStyle === 'none' || transparent.test(borderTopColor))) lost.push(`no edge around ${name(edged)}`);
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (getComputedStyle(element).forcedColorAdjust !== 'auto' && seen(element)) lost.push(`${name(element)} keeps colours of its own`);
    }
    return lost;
  });
  for (const what of found) complain(what);
  await page.emulateMedia({ forcedColors: 'none' });
}

/** Nothing moves, whether or not the reader has asked for that. */
export async function stillness(page, complain) {
  for (const reducedMotion of ['no-preference', 'reduce']) {
    await page.emulateMedia({ reducedMotion });
    const moving = await page.evaluate(() => [
      ...document.getAnimations().map(() => 'something is animated'),
      ...[...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
        const moves = /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
        return moves ? [`<${element.tagName.toLowerCase()} class="${element.className}"> moves`] : [];
      }),
    ]);
    for (const what of moving.slice(0, 3)) complain(`${what} (${reducedMotion})`);
  }
}

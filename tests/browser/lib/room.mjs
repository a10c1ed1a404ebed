// Whether everything has room: on a narrow screen, with large letters, with letters wide apart.

/** In the page: what is too wide, cut off, or printed over something else, each in a few words. */
function crowded() {
  const room = document.documentElement.clientWidth;
  const name = (element) => `<${element.tagName.toLowerCase()} class="${element.className}"> "${element.textContent.trim().slice(0, 30)}"`;
  const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const isHidden = (element) => Boolean(element.closest('.visually-hidden, .skip-link'));
  const all = [...document.body.querySelectorAll('*')].filter((element) => element.checkVisibility() && !isHidden(element));
  const found = [];

  if (document.documentElement.scrollWidth > room) {
    const culprits = all.filter((element) => element.getBoundingClientRect().right > room + 1 && !scrolls(element.parentElement));
    found.push(`${document.documentElement.scrollWidth - room} px too wide: ${culprits.slice(0, 3).map(name).join(', ')}`);
  }
  const lines = [];
  for (const element of all) {
    const style = getComputedStyle(element);
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
    if ((hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)) {
      found.push(`${name(element)} is cut off`);
    }
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.left < -1 && !scrolls(element)) found.push(`${name(element)} begins left of the screen`);
        if (box.width > 2) lines.push({ element, box });
      }
    }
  }
  // Lines of text from the top down: each against those that begin before it ends.
  lines.sort((a, b) => a.box.top - b.box.top);
  lines.forEach((one, index) => {
    for (let next = index + 1; next < lines.length && lines[next].box.top < one.box.bottom; next += 1) {
      const other = lines[next];
      if (one.element === other.element || scrolls(one.element) || scrolls(other.element)) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      if (across > 2 && down > 0.4 * Math.min(one.box.height, other.box.height)) found.push(`${name(other.element)} lies over ${name(one.element)}`);
    }
  });
  return [...new Set(found)].slice(0, 3);
}

// Through the object model, which the content policy lets pass; a <style> of ours it would not.
const wear = (page, css) => page.evaluate((css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
}, css);

const LARGE = 'letters twice the size';
const WAYS = [
  ['', ''],
  ['letters wide apart', '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }'],
  [LARGE, 'html { font-size: 200% !important }'],
];

/**
 * Nothing is lost, cut off, covered or beside the screen, neither plainly nor with letters wide apart (WCAG 1.4.12) nor with
 * letters twice the size (1.4.4). On a screen of 320 px that is also what a zoom of 400 % shows (1.4.10); there, letters twice
 * the size get a screen twice as wide.
 */
export async function room(page, complain) {
  const { width, height } = page.viewportSize();
  for (const [way, css] of WAYS) {
    if (width <= 320) await page.setViewportSize({ width: way === LARGE ? width * 2 : width, height });
    await wear(page, css);
    for (const what of await page.evaluate(crowded)) complain(`${width} px${way && `, ${way}`}: ${what}`);
  }
  await wear(page, '');
  await page.setViewportSize({ width, height });
}

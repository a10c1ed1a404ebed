//! An organisation's colour and logo, and whether the colour can carry text.

use crate::source::Located;

/// The page's own colours, as the default theme paints them.
const WHITE: Colour = Colour { red: 0xFF, green: 0xFF, blue: 0xFF };
const LIGHT_PAGE: Colour = Colour { red: 0xFC, green: 0xFB, blue: 0xF8 };
const DARK_PAGE: Colour = Colour { red: 0x14, green: 0x17, blue: 0x1A };
const BLACK: Colour = Colour { red: 0, green: 0, blue: 0 };

/// WCAG 2.2, 1.4.3: text of ordinary size needs this contrast at least.
const ENOUGH_CONTRAST: f64 = 4.5;

/// WCAG 2.2, 1.4.6: the same, enhanced.
const AMPLE_CONTRAST: f64 = 7.0;

/// What an organisation looks like; everything may be missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brand {
    /// The colour that headings, links and rules take their accent from.
    pub colour: Option<Colour>,
    /// The logo, as a path in the portal's `files/`.
    pub logo: Option<Located<String>>,
    /// What the logo shows, for those who do not see it.
    pub logo_alt: Option<String>,
}

impl Brand {
    /// This brand with the other's values over it. A logo brings its own description along.
    #[must_use]
    pub fn overlaid_with(&self, other: &Brand) -> Brand {
        let (logo, logo_alt) = match &other.logo {
            Some(logo) => (Some(logo.clone()), other.logo_alt.clone()),
            None => (self.logo.clone(), other.logo_alt.clone().or_else(|| self.logo_alt.clone())),
        };
        Brand { colour: other.colour.or(self.colour), logo, logo_alt }
    }
}

/// A colour in sRGB, eight bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// Reads `#1d4f91` or `#14f`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let pair = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        let single = |at: usize| u8::from_str_radix(&digits[at..=at], 16).ok().map(|value| value * 17);
        match digits.len() {
            6 => Some(Self { red: pair(0)?, green: pair(2)?, blue: pair(4)? }),
            3 => Some(Self { red: single(0)?, green: single(1)?, blue: single(2)? }),
            _ => None,
        }
    }

    /// `#1d4f91`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The contrast ratio between two colours, from 1 to 21. Source: WCAG 2.2, "contrast ratio".
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Whether it can be text on the light page and on white paper, and so carry white text itself.
    pub fn carries_text(self) -> bool {
        self.contrast_with_page() >= ENOUGH_CONTRAST
    }

    /// The contrast ratio with the light page, or with white paper where that is lower.
    pub fn contrast_with_page(self) -> f64 {
        self.contrast(LIGHT_PAGE).min(self.contrast(WHITE))
    }

    /// White or black, whichever is easier to read on it.
    #[must_use]
    pub fn text_on_it(self) -> Colour {
        if self.contrast(WHITE) >= self.contrast(BLACK) { WHITE } else { BLACK }
    }

    /// The nearest shade that can be text on the light page: itself if it can.
    #[must_use]
    pub fn for_light_pages(self) -> Colour {
        self.mixed_until(BLACK, |colour| colour.contrast(LIGHT_PAGE) >= ENOUGH_CONTRAST)
    }

    /// The nearest tint that is easily read on the dark page: itself if it is. Light on dark looks dimmer than its
    /// contrast says, so WCAG's stricter ratio is asked of it.
    #[must_use]
    pub fn for_dark_pages(self) -> Colour {
        self.mixed_until(WHITE, |colour| colour.contrast(DARK_PAGE) >= AMPLE_CONTRAST)
    }

    fn mixed_until(self, other: Colour, enough: impl Fn(Colour) -> bool) -> Colour {
        (0..=100).map(|share| self.mixed(other, share)).find(|mix| enough(*mix)).unwrap_or(other)
    }

    /// `share` hundredths of the other colour in this one.
    fn mixed(self, other: Colour, share: u16) -> Colour {
        let channel = |from: u8, to: u8| {
            let mix = (u16::from(from) * (100 - share) + u16::from(to) * share + 50) / 100;
            u8::try_from(mix).unwrap_or(u8::MAX)
        };
        Colour {
            red: channel(self.red, other.red),
            green: channel(self.green, other.green),
            blue: channel(self.blue, other.blue),
        }
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        let white = Colour::parse("#fff").unwrap();
        assert!((white.contrast(Colour::parse("#000000").unwrap()) - 21.0).abs() < 0.01);
        assert!((white.contrast(Colour::parse("#767676").unwrap()) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_that_is_too_light_gets_the_nearest_shade_that_is_not() {
        let yellow = Colour::parse("#ffcc00").unwrap();
        assert!(!yellow.carries_text());
        let shade = yellow.for_light_pages();
        assert!(shade.carries_text());
        assert!(shade.contrast(LIGHT_PAGE) < 4.8, "no darker than need be: {}", shade.hex());
        let navy = Colour::parse("#1d4f91").unwrap();
        assert_eq!(navy.for_light_pages(), navy);
        assert!(navy.for_dark_pages().contrast(DARK_PAGE) >= 7.0);
    }

    #[test]
    fn what_is_not_a_colour_is_refused() {
        for bad in ["blue", "#12", "#gggggg", "1d4f91", "#1d4f9\u{e9}"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }
}

//! How a text travels as SMS: its encoding, its segments, and the characters that make it dear.
//!
//! 3GPP TS 23.038 (the default alphabet and its extension table) and 23.040 (concatenation): 160 septets alone and 153 in
//! each part, or 70 UTF-16 units alone and 67 in each part. A character of two septets, or of two units, stays whole.

use serde::{Deserialize, Serialize};

/// Longest text a vendor takes, in UTF-16 units.
pub const LENGTH_MAX: usize = 1_600;

/// The default alphabet without the letters and digits of ASCII.
const BASIC: &str = "\n\r !\"#$%&'()*+,-./:;<=>?@_ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü¡£¤¥§¿ΓΔΘΛΞΠΣΦΨΩ";
/// What takes an escape and thus two septets.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// What is offered for a character outside the alphabet.
const REPLACEMENTS: &[(&str, &str)] = &[
    ("\u{2018}\u{2019}\u{201a}\u{201b}\u{2032}\u{b4}`\u{2bc}", "'"),
    ("\u{201c}\u{201d}\u{201e}\u{201f}\u{2033}«»", "\""),
    ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}", "-"),
    ("\u{2026}", "..."),
    (
        "\u{a0}\u{2002}\u{2003}\u{2007}\u{2009}\u{200a}\u{202f}\u{3000}\t",
        " ",
    ),
    ("\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}\u{fe0f}", ""),
    ("\u{2028}\u{2029}", "\n"),
    ("•\u{b7}\u{2219}", "*"),
    ("×", "x"),
    ("÷\u{2044}", "/"),
    ("½", "1/2"),
    ("¼", "1/4"),
    ("¾", "3/4"),
    ("™", "(TM)"),
    ("©", "(c)"),
    ("®", "(R)"),
    ("°", " deg"),
    ("→", "->"),
    ("←", "<-"),
    ("áâãāăą", "a"),
    ("ÁÀÂÃĀĂĄ", "A"),
    ("çćč", "c"),
    ("ĆČ", "C"),
    ("ďđ", "d"),
    ("ĎĐ", "D"),
    ("êëēėęě", "e"),
    ("ÈÊËĒĖĘĚ", "E"),
    ("ğ", "g"),
    ("Ğ", "G"),
    ("íîïīįı", "i"),
    ("ÍÌÎÏĪĮİ", "I"),
    ("ł", "l"),
    ("Ł", "L"),
    ("ńňņ", "n"),
    ("ŃŇŅ", "N"),
    ("óôõōő", "o"),
    ("ÓÒÔÕŌŐ", "O"),
    ("œ", "oe"),
    ("Œ", "OE"),
    ("ř", "r"),
    ("Ř", "R"),
    ("śšşș", "s"),
    ("ŚŠŞȘ", "S"),
    ("ťţț", "t"),
    ("ŤŢȚ", "T"),
    ("úûūůűų", "u"),
    ("ÚÙÛŪŮŰŲ", "U"),
    ("ýÿ", "y"),
    ("ÝŸ", "Y"),
    ("źżž", "z"),
    ("ŹŻŽ", "Z"),
];

/// How the characters are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    #[serde(rename = "GSM-7")]
    Gsm7,
    #[serde(rename = "UCS-2")]
    Ucs2,
}

impl Encoding {
    /// The word in the database and in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gsm7 => "GSM-7",
            Self::Ucs2 => "UCS-2",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Gsm7, Self::Ucs2]
            .into_iter()
            .find(|encoding| encoding.as_str() == text)
    }

    /// Units of a message that goes alone, and of each part of a longer one.
    const fn room(self) -> (u32, u32) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }

    fn units(self, c: char) -> u32 {
        match self {
            Self::Gsm7 => 1 + u32::from(EXTENSION.contains(c)),
            Self::Ucs2 => u32::from(c.len_utf16() == 2) + 1,
        }
    }
}

/// What a text takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub encoding: Encoding,
    /// Septets or UTF-16 units.
    pub units: u32,
    /// 0 for no text.
    pub segments: u32,
    /// Units that fit before another segment begins.
    pub left: u32,
}

/// Measures a text. Pure, and the same on the page, at the price and on the bill.
pub fn measure(text: &str) -> Measure {
    let encoding = if text.chars().all(is_gsm) {
        Encoding::Gsm7
    } else {
        Encoding::Ucs2
    };
    let (alone, part) = encoding.room();
    let units: u32 = text.chars().map(|c| encoding.units(c)).sum();
    if units <= alone {
        return Measure {
            encoding,
            units,
            segments: u32::from(units > 0),
            left: alone - units,
        };
    }
    let (mut segments, mut used) = (1, 0);
    for c in text.chars() {
        let takes = encoding.units(c);
        if used + takes > part {
            segments += 1;
            used = 0;
        }
        used += takes;
    }
    Measure {
        encoding,
        units,
        segments,
        left: part - used,
    }
}

fn is_gsm(c: char) -> bool {
    c.is_ascii_alphanumeric() || BASIC.contains(c) || EXTENSION.contains(c)
}

/// A character that makes the whole text travel as UCS-2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OddCharacter {
    pub found: char,
    /// What could stand there instead; `None` where nothing means the same.
    pub instead: Option<String>,
}

impl OddCharacter {
    /// The character as a person reads it: invisible ones by their name.
    pub fn name(&self) -> String {
        match self.found {
            '\u{a0}' | '\u{202f}' => "a no-break space".into(),
            '\t' => "a tab".into(),
            c if self.instead.as_deref() == Some(" ") => format!("an odd space (U+{:04X})", u32::from(c)),
            c if self.instead.as_deref() == Some("") => {
                format!("an invisible character (U+{:04X})", u32::from(c))
            }
            c => format!("“{c}”"),
        }
    }
}

/// The different ones in the text, in their order, at most twenty.
pub fn odd_characters(text: &str) -> Vec<OddCharacter> {
    let mut odd: Vec<OddCharacter> = vec![];
    for c in text.chars().filter(|c| !is_gsm(*c)) {
        if odd.len() == 20 {
            break;
        }
        if !odd.iter().any(|known| known.found == c) {
            odd.push(OddCharacter {
                found: c,
                instead: instead(c).map(str::to_owned),
            });
        }
    }
    odd
}

fn instead(c: char) -> Option<&'static str> {
    REPLACEMENTS
        .iter()
        .find(|(odd, _)| odd.contains(c))
        .map(|(_, plain)| *plain)
}

/// The text with every odd character that has a plain one replaced by it.
pub fn plain(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for c in text.chars() {
        match instead(c) {
            Some(plain) if !is_gsm(c) => made.push_str(plain),
            _ => made.push(c),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replacement_is_of_the_alphabet_and_for_nothing_that_is_in_it() {
        for (odd, plain) in REPLACEMENTS {
            assert!(plain.chars().all(is_gsm), "{plain}");
            for c in odd.chars() {
                assert!(!is_gsm(c), "{c} needs none");
            }
        }
        assert_eq!(plain("“Où” – ça…"), "\"Où\" - ca...");
        assert_eq!(measure(&plain("Don’t\u{a0}go")).encoding, Encoding::Gsm7);
    }

    #[test]
    fn odd_characters_are_named_once() {
        let odd = odd_characters("’a’\u{a0}界");
        assert_eq!(odd.len(), 3);
        assert_eq!(odd[0].name(), "“’”");
        assert_eq!(odd[1].name(), "a no-break space");
        assert_eq!(odd[2].instead, None);
    }
}

//! The two faces documents are set in (Noto Sans: Latin, Cyrillic, Greek, Devanagari), and how wide their letters are.
//! The drawing library shapes text but does not measure it, so the two tables that tell are read here (OpenType 1.9: `cmap`
//! format 12, `hmtx`).

use std::sync::LazyLock;

use krilla::text::Font;

/// What stands for a letter the face does not have.
const MISSING: char = '\u{fffd}';

/// A face with its measures.
pub struct Face {
    pub font: Font,
    /// First letter, last letter, glyph of the first.
    letters: Vec<(u32, u32, u32)>,
    advances: Vec<u16>,
    units: f32,
}

static REGULAR: LazyLock<Option<Face>> =
    LazyLock::new(|| Face::read(include_bytes!("../../../assets/fonts/noto-sans-regular.ttf")));
static SEMIBOLD: LazyLock<Option<Face>> =
    LazyLock::new(|| Face::read(include_bytes!("../../../assets/fonts/noto-sans-semibold.ttf")));

/// Both faces; `None` only when the files that were compiled in are no fonts.
pub fn faces() -> Option<(&'static Face, &'static Face)> {
    Some((REGULAR.as_ref()?, SEMIBOLD.as_ref()?))
}

impl Face {
    fn read(file: &'static [u8]) -> Option<Self> {
        let cmap = table(file, b"cmap")?;
        let subtables = usize::from(short(cmap, 2)?);
        let letters = (0..subtables)
            .filter_map(|index| cmap.get(long(cmap, 8 + 8 * index)? as usize..))
            .find(|subtable| short(subtable, 0) == Some(12))?;
        let groups = long(letters, 12)? as usize;
        let letters = (0..groups)
            .map(|group| {
                let at = 16 + 12 * group;
                Some((long(letters, at)?, long(letters, at + 4)?, long(letters, at + 8)?))
            })
            .collect::<Option<Vec<_>>>()?;
        let (hhea, hmtx) = (table(file, b"hhea")?, table(file, b"hmtx")?);
        let advances = (0..usize::from(short(hhea, 34)?))
            .map(|glyph| short(hmtx, 4 * glyph))
            .collect::<Option<Vec<_>>>()?;
        let font = Font::new(file.into(), 0)?;
        Some(Self {
            letters,
            advances,
            units: font.units_per_em(),
            font,
        })
    }

    fn glyph(&self, letter: char) -> Option<u32> {
        let code = u32::from(letter);
        let after = self.letters.partition_point(|(first, ..)| *first <= code);
        let (first, last, glyph) = *self.letters.get(after.checked_sub(1)?)?;
        (code <= last).then_some(glyph + (code - first))
    }

    /// The text as this face can set it: without control and direction signs, every kind of space as one, and a sign for
    /// each letter that is missing.
    pub fn clean(&self, text: &str) -> String {
        text.chars()
            .filter(|letter| !is_unseen(*letter))
            .map(|letter| {
                if letter.is_whitespace() {
                    ' '
                } else if self.glyph(letter).is_some() {
                    letter
                } else if self.glyph(MISSING).is_some() {
                    MISSING
                } else {
                    '?'
                }
            })
            .collect()
    }

    /// How wide a clean text is, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let units: f32 = text
            .chars()
            .filter_map(|letter| self.glyph(letter))
            .map(|glyph| {
                // Glyphs behind the table are as wide as its last one.
                let advance = self.advances.get(glyph as usize).or(self.advances.last());
                advance.copied().map_or(0.0, f32::from)
            })
            .sum();
        units * size / self.units
    }

    /// A clean text in lines of this width, broken between words, and within a word that is longer than a line.
    pub fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![];
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let joined = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if self.width(&joined, size) <= width {
                line = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line, size) > width && line.chars().nth(1).is_some() {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// Signs that are not seen but could turn a text around or break a file.
const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}')
}

fn table<'a>(file: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    let entry = (0..usize::from(short(file, 4)?))
        .filter_map(|index| file.get(12 + 16 * index..28 + 16 * index))
        .find(|entry| entry.starts_with(name))?;
    let (from, length) = (long(entry, 8)? as usize, long(entry, 12)? as usize);
    file.get(from..from.checked_add(length)?)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_three_alphabets_are_there_and_others_are_marked() {
        let (regular, semibold) = faces().unwrap();
        for face in [regular, semibold] {
            let text = "Zażółć gęślą jaźń · Съешь ещё · Ξεσκεπάζω · ÅÞß€₴−–";
            assert_eq!(face.clean(text), text);
            assert_eq!(face.clean("a\u{202e}b\u{0}c\td\u{feff}"), "abc d");
            assert_eq!(face.clean("東京 😀"), "\u{fffd}\u{fffd} \u{fffd}");
        }
        assert!((regular.width("0", 10.0) - 5.72).abs() < 0.01);
    }

    #[test]
    fn long_words_are_broken_and_nothing_is_lost() {
        let (face, _) = faces().unwrap();
        let text = format!("one {} two", "x".repeat(90));
        let lines = face.wrap(&text, 9.0, 60.0);
        assert!(
            lines.iter().all(|line| face.width(line, 9.0) <= 60.0),
            "{lines:?}"
        );
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        assert_eq!(face.wrap("", 9.0, 60.0), [""]);
        assert_eq!(face.wrap("ab", 9.0, 1.0), ["a", "b"]);
    }
}

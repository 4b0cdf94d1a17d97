//! Lays a document out on A4 pages: what is drawn where, and what it is to somebody who has it read out.

use super::{
    face::{Face, faces},
    render::PdfError,
};

/// A4, in points.
pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;
/// Margins.
pub const LEFT: f32 = 45.0;
pub const RIGHT: f32 = 550.28;
const TOP: f32 = 52.0;
const BOTTOM: f32 = HEIGHT - 62.0;
/// Between cells.
const GUTTER: f32 = 6.0;

const INK: [u8; 3] = [31, 41, 51];
const GREY: [u8; 3] = [90, 100, 110];
const LINE: [u8; 3] = [208, 213, 219];

/// How a text looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Text,
    Small,
    Strong,
    Title,
    Section,
    Cell,
    CellHead,
}

impl Style {
    pub const fn size(self) -> f32 {
        match self {
            Self::Title => 17.0,
            Self::Section => 12.0,
            Self::Text | Self::Strong => 9.5,
            Self::Small | Self::Cell | Self::CellHead => 8.0,
        }
    }

    pub const fn is_strong(self) -> bool {
        matches!(self, Self::Strong | Self::Title | Self::Section | Self::CellHead)
    }

    const fn color(self) -> [u8; 3] {
        match self {
            Self::Small => GREY,
            _ => INK,
        }
    }
}

/// Something on a page. What has no `slot` is decoration that is not read out.
pub enum Op {
    Text {
        x: f32,
        y: f32,
        text: String,
        style: Style,
        slot: Option<usize>,
    },
    Bar {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        color: [u8; 3],
    },
    Logo {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        slot: usize,
    },
}

/// What is read out, in order. A slot is what was drawn under it.
pub enum Piece {
    Heading { level: u16, title: String, slot: usize },
    Paragraph { slot: usize },
    Figure { alt: String, slot: usize },
    Table { head: Vec<usize>, rows: Vec<Vec<usize>> },
}

/// A column of a table.
pub struct Column {
    title: String,
    width: f32,
    is_number: bool,
}

impl Column {
    pub fn text(title: &str, width: f32) -> Self {
        Self {
            title: title.to_owned(),
            width,
            is_number: false,
        }
    }

    pub fn number(title: &str, width: f32) -> Self {
        Self {
            title: title.to_owned(),
            width,
            is_number: true,
        }
    }
}

/// The pages so far.
pub struct Sheet {
    pub pages: Vec<Vec<Op>>,
    pub pieces: Vec<Piece>,
    pub slots: usize,
    y: f32,
    brand: [u8; 3],
    footer: String,
    regular: &'static Face,
    semibold: &'static Face,
}

impl Sheet {
    /// An empty first page with the brand's bar.
    pub fn new(brand: &str, footer: String) -> Result<Self, PdfError> {
        let (regular, semibold) = faces().ok_or(PdfError::Font)?;
        let mut sheet = Self {
            pages: vec![],
            pieces: vec![],
            slots: 0,
            y: 0.0,
            brand: color(brand).unwrap_or(INK),
            footer,
            regular,
            semibold,
        };
        sheet.next_page();
        Ok(sheet)
    }

    /// Where the next thing goes.
    pub const fn y(&self) -> f32 {
        self.y
    }

    pub const fn move_to(&mut self, y: f32) {
        self.y = y;
    }

    pub fn gap(&mut self, height: f32) {
        self.y += height;
    }

    pub fn face(&self, style: Style) -> &'static Face {
        if style.is_strong() {
            self.semibold
        } else {
            self.regular
        }
    }

    fn next_page(&mut self) {
        self.pages.push(vec![]);
        self.y = TOP;
        self.draw(Op::Bar {
            x: 0.0,
            y: 0.0,
            width: WIDTH,
            height: 6.0,
            color: self.brand,
        });
    }

    fn draw(&mut self, op: Op) {
        if let Some(page) = self.pages.last_mut() {
            page.push(op);
        }
    }

    const fn slot(&mut self) -> usize {
        self.slots += 1;
        self.slots - 1
    }

    pub fn logo(&mut self, x: f32, y: f32, width: f32, height: f32, alt: &str) {
        let slot = self.slot();
        self.draw(Op::Logo {
            x,
            y,
            width,
            height,
            slot,
        });
        self.pieces.push(Piece::Figure {
            alt: alt.to_owned(),
            slot,
        });
    }

    /// The title of the document; its place is given.
    pub fn heading_at(&mut self, x: f32, baseline: f32, level: u16, title: &str) {
        let face = self.face(Style::Title);
        let text = face.clean(title);
        let slot = self.slot();
        let mut y = baseline;
        for line in face.wrap(&text, Style::Title.size(), RIGHT - x) {
            self.draw(Op::Text {
                x,
                y,
                text: line,
                style: Style::Title,
                slot: Some(slot),
            });
            y += Style::Title.size() * 1.25;
        }
        self.pieces.push(Piece::Heading {
            level,
            title: text,
            slot,
        });
    }

    /// A heading that stays with what follows.
    pub fn heading(&mut self, level: u16, title: &str) {
        if self.y + 70.0 > BOTTOM {
            self.next_page();
        }
        self.y += 6.0;
        let text = self.face(Style::Section).clean(title);
        let slot = self.lines(LEFT, RIGHT - LEFT, &text, Style::Section);
        self.pieces.push(Piece::Heading {
            level,
            title: text,
            slot,
        });
        self.y += 4.0;
    }

    pub fn paragraph(&mut self, x: f32, width: f32, text: &str, style: Style) {
        let text = self.face(style).clean(text);
        if text.trim().is_empty() {
            return;
        }
        let slot = self.lines(x, width, &text, style);
        self.pieces.push(Piece::Paragraph { slot });
    }

    fn lines(&mut self, x: f32, width: f32, text: &str, style: Style) -> usize {
        let slot = self.slot();
        let height = style.size() * 1.4;
        for line in self.face(style).wrap(text, style.size(), width) {
            if self.y + height > BOTTOM {
                self.next_page();
            }
            let y = self.y + style.size();
            self.draw(Op::Text {
                x,
                y,
                text: line,
                style,
                slot: Some(slot),
            });
            self.y += height;
        }
        slot
    }

    /// A table whose head stands on every page it reaches. `with_sum`: the last row is the sum of the others.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<String>], with_sum: bool) {
        let titles: Vec<String> = columns.iter().map(|column| column.title.clone()).collect();
        let head = self.row(columns, &titles, Style::CellHead, true, None);
        let mut drawn = vec![];
        for (index, cells) in rows.iter().enumerate() {
            let is_sum = with_sum && index + 1 == rows.len();
            let style = if is_sum { Style::CellHead } else { Style::Cell };
            drawn.push(self.row(columns, cells, style, true, Some(&titles)));
        }
        self.pieces.push(Piece::Table { head, rows: drawn });
        self.y += 4.0;
    }

    /// A row and the line under it. `again` is the head that is drawn once more when the row begins a page; as
    /// decoration, since it was read out before.
    fn row(
        &mut self,
        columns: &[Column],
        cells: &[String],
        style: Style,
        is_read: bool,
        again: Option<&[String]>,
    ) -> Vec<usize> {
        let face = self.face(style);
        let wrapped: Vec<Vec<String>> = columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| face.wrap(&face.clean(cell), style.size(), column.width - GUTTER))
            .collect();
        let line = style.size() * 1.3;
        let most = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        // A cell of a page and more would never fit: the longest text there is takes a quarter of one.
        let height = line * most as f32 + 6.0;
        if self.y + height > BOTTOM {
            self.next_page();
            if let Some(titles) = again {
                self.row(columns, titles, Style::CellHead, false, None);
            }
        }
        let mut slots = vec![];
        let mut x = LEFT;
        for (column, lines) in columns.iter().zip(wrapped) {
            let slot = is_read.then(|| self.slot());
            let mut y = self.y + style.size() + 2.0;
            for text in lines {
                let start = if column.is_number {
                    x + column.width - face.width(&text, style.size())
                } else {
                    x
                };
                self.draw(Op::Text {
                    x: start,
                    y,
                    text,
                    style,
                    slot,
                });
                y += line;
            }
            slots.extend(slot);
            x += column.width;
        }
        self.y += height;
        let color = if style == Style::CellHead {
            self.brand
        } else {
            LINE
        };
        self.draw(Op::Bar {
            x: LEFT,
            y: self.y - 2.0,
            width: RIGHT - LEFT,
            height: 0.6,
            color,
        });
        slots
    }

    /// Puts the footer on every page, now that it is known how many there are.
    pub fn finish(&mut self) {
        let pages = self.pages.len();
        let face = self.face(Style::Small);
        let size = Style::Small.size();
        let y = HEIGHT - 34.0;
        let footer = face.clean(&self.footer);
        let footer = face.wrap(&footer, size, 400.0).swap_remove(0);
        for (index, page) in self.pages.iter_mut().enumerate() {
            let number = format!("Page {} of {pages}", index + 1);
            let x = RIGHT - face.width(&number, size);
            page.push(Op::Text {
                x: LEFT,
                y,
                text: footer.clone(),
                style: Style::Small,
                slot: None,
            });
            page.push(Op::Text {
                x,
                y,
                text: number,
                style: Style::Small,
                slot: None,
            });
        }
    }
}

/// The colour a text has.
pub const fn ink(style: Style) -> [u8; 3] {
    style.color()
}

fn color(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

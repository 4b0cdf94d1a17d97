//! The QR code that installs an eSIM, drawn by us: no third party ever sees an activation code.
//!
//! Error correction M (15 % of a code may be dirty) and a quiet zone of four modules, as ISO/IEC 18004 asks. A brand's
//! logo is not laid over the modules, as is the fashion: it spends the error correction that a scratched screen or a
//! cheap printer needs, and no brand may make its own eSIM unreadable. Pages put the logo above the code, outside of
//! the quiet zone. The background is always white, in the dark scheme too: many readers refuse an inverted code.

use std::{fmt::Write, io::Cursor};

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around the code.
const QUIET_ZONE: usize = 4;

/// Pixels of a module in the PNG; a whole number, so that edges are sharp.
const PIXELS_PER_MODULE: usize = 8;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum QrError {
    /// More text than the largest code holds: 2,331 bytes at level M. An activation code has at most 255.
    #[error("the text is too long for a QR code")]
    TooLong,
    /// The PNG could not be written.
    #[error("the picture could not be written")]
    Picture(#[from] image::ImageError),
}

/// The code of an activation code (`LPA:1$…`) as an SVG of its own size in modules; style sheets scale it. Holds no
/// text of the code itself, and one path, so it is small enough to stand inside a page.
pub fn svg(lpa: &str) -> Result<String, QrError> {
    svg_labelled(lpa, "QR code that installs this eSIM")
}

/// The same for another text. A reader of the screen is told `label`, which is ours and needs no escaping.
pub fn svg_labelled(text: &str, label: &'static str) -> Result<String, QrError> {
    let modules = Modules::of(text)?;
    let side = modules.side_with_quiet_zone();
    let path = modules.path();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         aria-label=\"{label}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#ffffff\"/><path fill=\"#000000\" d=\"{path}\"/></svg>"
    ))
}

/// The same code as a PNG of 8 pixels per module, black on white.
pub fn png(lpa: &str) -> Result<Vec<u8>, QrError> {
    let modules = Modules::of(lpa)?;
    let side = modules.side_with_quiet_zone() * PIXELS_PER_MODULE;
    // A side is at most (177 + 8) × 8 pixels.
    let side = u32::try_from(side).map_err(|_| QrError::TooLong)?;
    let picture = GrayImage::from_fn(side, side, |x, y| {
        let module = |at: u32| (at as usize / PIXELS_PER_MODULE).checked_sub(QUIET_ZONE);
        let is_dark = module(x)
            .zip(module(y))
            .is_some_and(|(x, y)| modules.is_dark(x, y));
        Luma([if is_dark { 0 } else { 255 }])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture).write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

/// The modules of a code without its quiet zone, row by row.
struct Modules {
    side: usize,
    colors: Vec<Color>,
}

impl Modules {
    fn of(text: &str) -> Result<Self, QrError> {
        // Every version and both segmentations fit any text that is short enough, so length is the only reason left.
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| QrError::TooLong)?;
        Ok(Self {
            side: code.width(),
            colors: code.into_colors(),
        })
    }

    const fn side_with_quiet_zone(&self) -> usize {
        self.side + 2 * QUIET_ZONE
    }

    /// False outside of the code.
    fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.side && self.colors.get(y * self.side + x) == Some(&Color::Dark)
    }

    /// A rectangle for each run of dark modules in a row. Neighbours are merged because hairlines of the background
    /// show between squares that are drawn one by one.
    fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.colors.chunks(self.side).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run.first() == Some(&Color::Dark) {
                    let (left, top, width) = (x + QUIET_ZONE, y + QUIET_ZONE, run.len());
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{left} {top}h{width}v1h-{width}z");
                }
                x += run.len();
            }
        }
        path
    }
}

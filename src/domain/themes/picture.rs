//! An uploaded picture: decoded within limits and drawn anew, so that nothing but its pixels is kept.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage, imageops, imageops::FilterType,
};

/// Bytes of an upload.
pub const BYTES_MAX: usize = 2 * 1024 * 1024;
/// Pixels of an upload, in each direction.
pub const SIDE_MAX: u32 = 4096;
/// Memory of a decoded picture: 4096 × 4096 pixels of four bytes, and some room to work.
const DECODED_BYTES_MAX: u64 = 80 * 1024 * 1024;

/// The header shows logos 140 × 36; this is sharp on any screen.
const LOGO: (u32, u32) = (560, 144);
/// Browsers and home screens make their own sizes of it.
const FAVICON: u32 = 192;

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    Logo,
    Favicon,
}

impl PictureKind {
    /// The word in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Logo => "logo",
            Self::Favicon => "favicon",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Logo, Self::Favicon]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("the file is empty")]
    Empty,
    /// More than [`BYTES_MAX`].
    #[error("the file is too large")]
    TooManyBytes,
    /// More than [`SIDE_MAX`] in a direction, or more memory than a picture of that size needs.
    #[error("the picture is too large")]
    TooManyPixels,
    /// No PNG, JPEG or WebP by its content, whatever it is called; or a broken one.
    #[error("not a picture we can read")]
    NotAPicture,
}

/// The file as a PNG of the size its place needs. Takes a moment of CPU: not for the request's own thread.
pub fn redraw(kind: PictureKind, file: &[u8]) -> Result<Vec<u8>, PictureError> {
    let picture = read(file)?;
    let drawn = match kind {
        PictureKind::Logo => within(picture, LOGO.0, LOGO.1),
        PictureKind::Favicon => square(&within(picture, FAVICON, FAVICON)),
    };
    let mut png = vec![];
    DynamicImage::ImageRgba8(drawn.into_rgba8())
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .map_err(|_| PictureError::NotAPicture)?;
    Ok(png)
}

fn read(file: &[u8]) -> Result<DynamicImage, PictureError> {
    if file.is_empty() {
        return Err(PictureError::Empty);
    }
    if file.len() > BYTES_MAX {
        return Err(PictureError::TooManyBytes);
    }
    let format = image::guess_format(file)
        .ok()
        .filter(|format| matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP))
        .ok_or(PictureError::NotAPicture)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| reason(&error))?;
    // Cameras store a turned picture with a note; the note does not survive, so the picture is turned.
    let orientation = decoder.orientation().map_err(|error| reason(&error))?;
    let (width, height) = decoder.dimensions();
    if width > SIDE_MAX || height > SIDE_MAX || decoder.total_bytes() > DECODED_BYTES_MAX {
        return Err(PictureError::TooManyPixels);
    }
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| reason(&error))?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn reason(error: &image::ImageError) -> PictureError {
    match error {
        image::ImageError::Limits(_) => PictureError::TooManyPixels,
        _ => PictureError::NotAPicture,
    }
}

/// Made smaller where it is larger; a small picture stays as it is.
fn within(picture: DynamicImage, width: u32, height: u32) -> DynamicImage {
    if picture.width() <= width && picture.height() <= height {
        picture
    } else {
        picture.resize(width, height, FilterType::Lanczos3)
    }
}

/// In the middle of a transparent square.
fn square(picture: &DynamicImage) -> DynamicImage {
    let side = picture.width().max(picture.height());
    let mut canvas = RgbaImage::new(side, side);
    let (left, top) = ((side - picture.width()) / 2, (side - picture.height()) / 2);
    imageops::overlay(&mut canvas, &picture.to_rgba8(), i64::from(left), i64::from(top));
    canvas.into()
}

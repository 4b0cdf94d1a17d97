//! Uploads that mean harm, and those that do not: what is kept is pixels, drawn anew.

use std::io::Cursor;

use clouddail::domain::themes::picture::{BYTES_MAX, PictureError, PictureKind, redraw};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

/// A picture of one colour as a file.
pub fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbaImage::from_pixel(width, height, Rgba([200, 30, 40, 255]));
    let picture = match format {
        ImageFormat::Jpeg => DynamicImage::from(DynamicImage::from(pixels).into_rgb8()),
        _ => pixels.into(),
    };
    let mut bytes = vec![];
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    // CRC-32 of ISO 3309, as PNG has it (RFC 2083, appendix 15).
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body: Vec<u8> = kind.iter().chain(data).copied().collect();
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    length
        .into_iter()
        .chain(body.clone())
        .chain(crc(&body).to_be_bytes())
        .collect()
}

/// A PNG that says it has so many pixels, with this for its image data.
pub fn png_claiming(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let mut header = vec![];
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(chunk(b"IHDR", &header));
    png.extend(chunk(b"IDAT", data));
    png.extend(chunk(b"IEND", b""));
    png
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn size(png: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory_with_format(png, ImageFormat::Png).unwrap();
    (picture.width(), picture.height())
}

#[test]
fn each_place_gets_its_size_and_small_pictures_stay() {
    let wide = file(2_000, 500, ImageFormat::Png);
    assert_eq!(size(&redraw(PictureKind::Logo, &wide).unwrap()), (560, 140));
    assert_eq!(size(&redraw(PictureKind::Favicon, &wide).unwrap()), (192, 192));
    let small = file(100, 30, ImageFormat::WebP);
    assert_eq!(size(&redraw(PictureKind::Logo, &small).unwrap()), (100, 30));
    let photograph = file(4_096, 4_096, ImageFormat::Jpeg);
    assert_eq!(size(&redraw(PictureKind::Logo, &photograph).unwrap()), (144, 144));
}

#[test]
fn what_hides_in_a_picture_is_not_kept() {
    let script = b"<script>alert(document.cookie)</script>";
    // In an EXIF block of a JPEG: the marker APP1 behind the start of the image.
    let jpeg = file(40, 40, ImageFormat::Jpeg);
    let mut exif = jpeg[..2].to_vec();
    exif.extend([0xff, 0xe1]);
    exif.extend(u16::try_from(script.len() + 8).unwrap().to_be_bytes());
    exif.extend(b"Exif\0\0");
    exif.extend(script);
    exif.extend(&jpeg[2..]);
    // In a text chunk of a PNG, and behind its end, where a ZIP or a page could stand.
    let png = file(40, 40, ImageFormat::Png);
    let mut text = png[..33].to_vec();
    text.extend(chunk(b"tEXt", &[b"Comment\0".as_slice(), script].concat()));
    text.extend(&png[33..]);
    text.extend(b"PK\x03\x04");
    text.extend(script);
    for bytes in [exif, text] {
        assert!(contains(&bytes, script));
        let kept = redraw(PictureKind::Logo, &bytes).unwrap();
        assert!(!contains(&kept, b"script") && !contains(&kept, b"PK\x03\x04"));
    }
}

#[test]
fn what_is_no_picture_is_refused_whatever_it_is_called() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let gif = b"GIF89a/*\x01\x00\x01\x00\x00\x00\x00*/=1;alert(1)//;";
    let cut_short = &file(40, 40, ImageFormat::Png)[..60];
    for bytes in [
        svg.as_slice(),
        b"<?xml version=\"1.0\"?><svg/>",
        gif,
        b"%PDF-1.7",
        b"<html><script>alert(1)</script>",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x04\x00\x00\x00WEBP",
        cut_short,
    ] {
        assert_eq!(
            redraw(PictureKind::Logo, bytes),
            Err(PictureError::NotAPicture),
            "{bytes:?}"
        );
    }
    assert_eq!(redraw(PictureKind::Logo, b""), Err(PictureError::Empty));
    assert_eq!(
        redraw(PictureKind::Logo, &vec![0; BYTES_MAX + 1]),
        Err(PictureError::TooManyBytes)
    );
}

#[test]
fn a_picture_that_unpacks_to_gigabytes_is_refused_by_its_head() {
    assert_eq!(
        redraw(PictureKind::Logo, &png_claiming(60_000, 60_000, b"")),
        Err(PictureError::TooManyPixels)
    );
    assert_eq!(
        redraw(PictureKind::Logo, &file(4_097, 1, ImageFormat::Png)),
        Err(PictureError::TooManyPixels)
    );
    // A deflate stream of more zeros than the picture has: what is too much is not unpacked.
    let bomb = png_claiming(64, 64, include_bytes!("pictures_bomb.zlib"));
    assert!(matches!(
        redraw(PictureKind::Logo, &bomb),
        Ok(_) | Err(PictureError::NotAPicture)
    ));
    // The same in a profile, which needs no pixels at all.
    let png = file(40, 40, ImageFormat::Png);
    let mut profile = png[..33].to_vec();
    profile.extend(chunk(
        b"iCCP",
        &[b"x\0\0".as_slice(), include_bytes!("pictures_bomb.zlib")].concat(),
    ));
    profile.extend(&png[33..]);
    assert!(redraw(PictureKind::Logo, &profile).is_ok_and(|kept| kept.len() < 10_000));
}

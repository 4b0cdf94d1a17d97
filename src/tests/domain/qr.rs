//! The eSIM's QR code, read by a program that is not ours: `zbarimg` (Debian's `zbar-tools`).

use std::{
    io::{Cursor, Write},
    process::{Command, Stdio},
};

use clouddail::domain::esims::qr::{QrError, png, svg};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use proptest::prelude::*;

/// What a reader sees in a picture.
pub fn read(png: &[u8]) -> String {
    let mut zbarimg = Command::new("zbarimg")
        .args(["-q", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("zbarimg of Debian's zbar-tools");
    zbarimg
        .stdin
        .take()
        .expect("a pipe")
        .write_all(png)
        .expect("zbarimg reads the picture");
    let output = zbarimg.wait_with_output().expect("zbarimg ends");
    String::from_utf8(output.stdout)
        .expect("text")
        .trim_end_matches('\n')
        .to_owned()
}

/// Draws our SVG: the value of an attribute of the form `name="…"`, and rectangles `Mx yhWv1h-Wz`, 5 pixels a module.
pub fn rasterised(svg: &str) -> Vec<u8> {
    const SCALE: u32 = 5;
    let attribute = |name: &str| {
        let (_, rest) = svg.split_once(&format!(" {name}=\"")).expect("the attribute");
        rest.split_once('"').expect("its end").0
    };
    let side: u32 = attribute("viewBox").rsplit(' ').next().unwrap().parse().unwrap();
    let mut picture = GrayImage::from_pixel(side * SCALE, side * SCALE, Luma([255]));
    for run in attribute("d").split_terminator('z') {
        let (corner, width) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
        let (x, y) = corner.split_once(' ').unwrap();
        let (width, back) = width.split_once("v1h-").unwrap();
        assert_eq!(width, back, "an open rectangle");
        let [x, y, width] = [x, y, width].map(|number| number.parse::<u32>().unwrap());
        assert!(
            x >= 4 && y >= 4 && x + width <= side - 4 && y < side - 4,
            "ink in the quiet zone: {run}"
        );
        for (dx, dy) in (0..width * SCALE).flat_map(|dx| (0..SCALE).map(move |dy| (dx, dy))) {
            picture.put_pixel(x * SCALE + dx, y * SCALE + dy, Luma([0]));
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// Valid activation codes, up to the longest.
fn activation_code() -> impl Strategy<Value = String> {
    let code = "LPA:1\\$[a-z0-9]{1,30}(\\.[a-z0-9-]{1,20}){1,3}\\$[A-Z0-9-]{0,120}";
    let tail = prop_oneof![
        Just(String::new()),
        Just("$$1".into()),
        "\\$1\\.3(\\.[0-9]{1,5}){1,6}",
        Just("$1.3.6.1$1".into())
    ];
    (code, tail).prop_map(|(code, tail)| code + &tail)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn another_program_reads_what_we_drew(code in activation_code()) {
        prop_assume!(code.len() <= 255);
        prop_assert_eq!(read(&png(&code).unwrap()), code.clone());
        prop_assert_eq!(read(&rasterised(&svg(&code).unwrap())), code);
    }
}

#[test]
fn the_longest_activation_code_is_readable() {
    let code = format!("LPA:1$smdp.example.com${}", "aB3-x".repeat(60));
    let code = &code[..255];
    assert_eq!(read(&png(code).unwrap()), code);
    assert_eq!(read(&rasterised(&svg(code).unwrap())), code);
}

#[test]
fn the_published_vectors_are_readable() {
    for code in [
        "LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815",
        "LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$$1",
        "LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1",
        "LPA:1$SMDP.GSMA.COM$$1.3.6.1.4.1.31746",
    ] {
        assert_eq!(read(&png(code).unwrap()), code);
    }
}

#[test]
fn modules_of_the_png_are_eight_pixels_and_only_black_or_white() {
    let picture = image::load_from_memory(&png("LPA:1$smdp.example.com$A").unwrap())
        .unwrap()
        .to_luma8();
    assert_eq!(picture.width() % 8, 0);
    for (x, y, pixel) in picture.enumerate_pixels() {
        assert!(matches!(pixel.0, [0] | [255]));
        assert_eq!(
            pixel,
            picture.get_pixel(x / 8 * 8, y / 8 * 8),
            "a blurred module at {x},{y}"
        );
    }
}

#[test]
fn the_svg_does_not_spell_out_the_secret() {
    let drawn = svg("LPA:1$smdp.example.com$SECRET-TOKEN").unwrap();
    assert!(!drawn.contains("SECRET") && !drawn.contains("smdp"));
    assert!(
        drawn.contains("role=\"img\"") && drawn.contains("crispEdges") && drawn.contains("fill=\"#ffffff\"")
    );
}

#[test]
fn a_text_no_code_can_hold_is_refused() {
    assert!(matches!(svg(&"x".repeat(3000)), Err(QrError::TooLong)));
    assert!(matches!(png(&"x".repeat(3000)), Err(QrError::TooLong)));
}

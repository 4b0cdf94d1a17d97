//! Amounts of data as people read them.

/// Bytes in MB or GB (powers of ten), rounded down: `850 MB`, `4.25 GB`, less than a megabyte in kB. Corrections are
/// negative.
pub fn bytes_in_words(bytes: i64) -> String {
    let sign = if bytes < 0 { "\u{2212}" } else { "" };
    let bytes = bytes.unsigned_abs();
    let (unit, hundredths) = match bytes {
        0 => return "0 MB".to_owned(),
        1..1_000_000 => ("kB", bytes / 1_000 * 100),
        1_000_000..1_000_000_000 => ("MB", bytes / 1_000_000 * 100),
        _ => ("GB", bytes / 10_000_000),
    };
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match part {
        0 => format!("{sign}{whole} {unit}"),
        part if part % 10 == 0 => format!("{sign}{whole}.{} {unit}", part / 10),
        part => format!("{sign}{whole}.{part:02} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_in_the_unit_people_use() {
        for (bytes, words) in [
            (0, "0 MB"),
            (999, "0 kB"),
            (850_999_999, "850 MB"),
            (1_000_000_000, "1 GB"),
            (4_259_000_000, "4.25 GB"),
            (-1_500_000_000, "\u{2212}1.5 GB"),
        ] {
            assert_eq!(bytes_in_words(bytes), words, "{bytes}");
        }
    }
}

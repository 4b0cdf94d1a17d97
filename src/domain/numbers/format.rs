//! A number as people write it.

/// International format (`+1 415 321 4567`); the E.164 text itself where the library knows no plan for it.
pub fn display(e164: &str) -> String {
    phonenumber::parse(None, e164).map_or_else(
        |_| e164.to_owned(),
        |number| number.format().mode(phonenumber::Mode::International).to_string(),
    )
}

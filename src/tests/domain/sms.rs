//! Encoding and segments against Twilio's own calculator, and what is billed against what was shown.

use clouddail::{
    domain::{
        messages::{self, Draft},
        orders::place::Payer,
    },
    shared::sms::{Encoding, LENGTH_MAX, OddCharacter, measure, odd_characters, plain},
};
use proptest::prelude::*;
use serde::Deserialize;

use crate::support::World;

/// A text as `scripts/sms-golden.mjs` wrote it down.
#[derive(Deserialize)]
struct Golden {
    text: String,
    encoding: String,
    segments: u32,
}

fn golden() -> Vec<Golden> {
    let texts: Vec<Golden> = serde_json::from_str(include_str!("../data/sms_golden.json")).unwrap();
    assert!(texts.len() > 400);
    texts
}

#[test]
fn every_golden_text_has_twilios_encoding_and_segments() {
    for Golden {
        text,
        encoding,
        segments,
    } in golden()
    {
        let measured = measure(&text);
        assert_eq!(
            (measured.encoding.as_str(), measured.segments),
            (encoding.as_str(), segments),
            "{text:?}"
        );
    }
}

#[test]
fn dear_characters_are_named_and_replaced() {
    let odd = odd_characters("“Où” – ça…\u{a0}界");
    let names: Vec<_> = odd.iter().map(OddCharacter::name).collect();
    assert_eq!(
        names,
        ["““”", "“””", "“–”", "“ç”", "“…”", "a no-break space", "“界”"]
    );
    assert_eq!(odd.last().unwrap().instead, None);
    assert_eq!(plain("“Où” – ça…\u{a0}!"), "\"Où\" - ca... !");
    assert_eq!(measure(&plain("Don’t\u{a0}go")).encoding, Encoding::Gsm7);
}

#[test]
fn the_boundaries_are_where_the_standard_has_them() {
    for (text, encoding, segments) in [
        ("a".repeat(160), Encoding::Gsm7, 1),
        ("a".repeat(161), Encoding::Gsm7, 2),
        ("a".repeat(306), Encoding::Gsm7, 2),
        ("a".repeat(307), Encoding::Gsm7, 3),
        ("€".repeat(80), Encoding::Gsm7, 1),
        // The escape and its letter stay together: 152 units in the first part.
        ("€".repeat(153), Encoding::Gsm7, 3),
        ("界".repeat(70), Encoding::Ucs2, 1),
        ("界".repeat(71), Encoding::Ucs2, 2),
        ("界".repeat(134), Encoding::Ucs2, 2),
        ("界".repeat(135), Encoding::Ucs2, 3),
        ("😀".repeat(35), Encoding::Ucs2, 1),
        // 33 pairs of 67 units.
        ("😀".repeat(66), Encoding::Ucs2, 2),
        ("😀".repeat(67), Encoding::Ucs2, 3),
        (String::new(), Encoding::Gsm7, 0),
    ] {
        let measured = measure(&text);
        assert_eq!(
            (measured.encoding, measured.segments),
            (encoding, segments),
            "{text}"
        );
    }
}

proptest! {
    /// What fits is said right: that many more plain letters are no further segment, and one more is.
    #[test]
    fn what_is_left_is_what_fits(text in "[a-z€界😀 ]{1,400}") {
        let before = measure(&text);
        let left = usize::try_from(before.left).unwrap();
        let full = measure(&format!("{text}{}", "x".repeat(left)));
        prop_assert_eq!(full.segments, before.segments);
        let over = measure(&format!("{text}{}", "x".repeat(left + 1)));
        prop_assert!(over.segments > before.segments);
    }
}

/// What the preview says is what the wallet pays, for every text that can be sent.
#[tokio::test(flavor = "multi_thread")]
async fn the_preview_is_what_is_billed() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.reports_come("lost").await;
    world.price_messages().await;
    // A thousand segments cost more than the demo's wallet has.
    world.spend_down_to(&customer, 500_000_000).await;
    let to = "+14155550123";
    let mut sent = 0_i64;
    for Golden { text, .. } in golden() {
        if text.trim().is_empty() || text.encode_utf16().count() > LENGTH_MAX {
            continue;
        }
        let draft = Draft {
            number,
            to: to.into(),
            body: text.clone(),
        };
        let Ok(shown) = messages::compose(&world.backend, &customer, Payer::Customer, &draft).await else {
            // Only characters no keyboard types.
            assert!(
                text.chars().all(|c| c.is_control() || c.is_whitespace()),
                "{text:?}"
            );
            continue;
        };
        let before = world.available(&world.aurora, &customer).await;
        world.write(&customer, number, to, &text).await.unwrap();
        let after = world.available(&world.aurora, &customer).await;
        assert_eq!(before.minus(after).unwrap(), shown.price, "{text:?}");
        assert_eq!(
            shown.price.micros(),
            shown.unit.micros() * i64::from(shown.measure.segments),
            "{text:?}"
        );
        sent += 1;
    }
    assert!(sent > 350, "{sent}");
    let captured = "select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'message'";
    assert_eq!(world.count(captured).await, sent);
    world.prove().await;
}

//! Mails: in the reseller's name alone, safe from hostile names, complete in both forms.

use clouddail::{
    domain::{
        notices::template::{MailBrand, Notice, RenderedMail, render},
        themes::{contrast::text_on, tokens::Color},
    },
    shared::{currency::Currency, money::Money, pickup::PickupCheck},
};

const LINK: &str = "https://aurora.test/go?a=1&token=abc_DEF-123";

fn aurora() -> MailBrand {
    let primary = Color::parse("#0f766e").unwrap();
    MailBrand {
        name: "Aurora Mobile".into(),
        support_email: "help@aurora.test".into(),
        sender_name: "Aurora Mobile".into(),
        sender_email: "hello@aurora.test".into(),
        primary,
        primary_text: text_on(primary),
        logo_url: None,
        home_url: "https://aurora.test".into(),
        legal_line: "Aurora Mobile ehf., Reykjavík".into(),
    }
}

fn usd(amount: &str) -> Money {
    Money::parse(amount, Currency::USD).unwrap()
}

fn every_notice() -> Vec<Notice> {
    let (link, what) = (LINK.to_owned(), "eSIM Europe 5 GB".to_owned());
    vec![
        Notice::VerifyEmail {
            link: link.clone(),
            hours: 48,
        },
        Notice::ResetPassword {
            link: link.clone(),
            minutes: 30,
        },
        Notice::PasswordChanged,
        Notice::AlreadyRegistered {
            sign_in_link: link.clone(),
            reset_link: "https://aurora.test/reset".into(),
        },
        Notice::OrderDelivered {
            what: what.clone(),
            amount: usd("12.50"),
            link: link.clone(),
        },
        Notice::OrderRefused {
            what: what.clone(),
            reason: "The network had no number left.".into(),
            link: link.clone(),
        },
        Notice::TopUpReceived {
            amount: usd("20"),
            balance: usd("31.25"),
            link: link.clone(),
        },
        Notice::OrderRefunded {
            what,
            amount: usd("2.50"),
            reason: "It never worked.".into(),
            whereto: "It is back in your balance.".into(),
            link: link.clone(),
        },
        Notice::WithdrawalSent {
            amount: usd("2.50"),
            link: link.clone(),
        },
        Notice::WithdrawalFailed {
            amount: usd("2.50"),
            reason: "The card's bank did not take it.".into(),
            link: link.clone(),
        },
        Notice::BalanceLow {
            balance: usd("4.20"),
            threshold: usd("5"),
            link: link.clone(),
        },
        Notice::AccountClosed {
            money: "$20.00 is on its way back to your card.".into(),
            link: link.clone(),
        },
        Notice::FloatRunsLow {
            available: usd("120.50"),
            days_left: Some(4),
            is_paused: false,
            link: link.clone(),
        },
        Notice::FloatRunsLow {
            available: usd("12"),
            days_left: None,
            is_paused: true,
            link: link.clone(),
        },
        Notice::DomainFailing {
            host: "shop.example.com".into(),
            cause: "The host points somewhere else.".into(),
            kept_until: Some("28 November 2026".into()),
            link: link.clone(),
        },
        Notice::DomainFailing {
            host: "shop.example.com".into(),
            cause: "The host points somewhere else.".into(),
            kept_until: None,
            link: link.clone(),
        },
        Notice::WebhookTurnedOff {
            url: "https://systems.example.com/hooks".into(),
            link: link.clone(),
        },
        Notice::PaymentDisputed {
            amount: usd("50"),
            link: link.clone(),
        },
        Notice::DisputeWon {
            amount: usd("50"),
            is_frozen: false,
            link: link.clone(),
        },
        Notice::DisputeWon {
            amount: usd("50"),
            is_frozen: true,
            link: link.clone(),
        },
        Notice::OwnerInvited {
            link: link.clone(),
            days: 7,
        },
        Notice::ShopActive { link: link.clone() },
        Notice::ShopSuspended {
            reason: "We could not reach you about the complaints of last week.".into(),
            link: link.clone(),
        },
        Notice::StaffInvitation {
            role: "Support".into(),
            link: link.clone(),
            days: 7,
        },
        Notice::CompanyInvitation {
            company: "Northwind".into(),
            role: "Finance".into(),
            link: link.clone(),
            days: 7,
        },
        Notice::ApprovalAsked {
            requester: "Max Northwind".into(),
            what: "France 10 GB for Amara Okafor".into(),
            reason: "Two more weeks at the customer.".into(),
            link: link.clone(),
            days: 7,
        },
        Notice::ApprovalDecided {
            what: "France 10 GB for Amara Okafor".into(),
            outcome: "Nora Northwind approved it.".into(),
            link: link.clone(),
        },
        Notice::CompanyAlert {
            title: "Greta Lindqvist has used 80 % of the data".into(),
            detail: "850 MB of 1 GB are used on the line ending in 1234.".into(),
            link: link.clone(),
        },
        Notice::NumberNews {
            title: "Your number +1 415 555 0123 is not paid".into(),
            detail: "The number works until 3 May 2026. Add money until then.".into(),
            link: link.clone(),
        },
        Notice::MessageArrived {
            number: "+1 415 555 0123".into(),
            from: "+44 20 7946 0958".into(),
            text: "The parcel is at the door".into(),
            link: link.clone(),
        },
        Notice::LinePickup {
            company: "Northwind".into(),
            plan: "France 5 GB".into(),
            check: PickupCheck::Nothing,
            link: link.clone(),
            days: 14,
        },
        Notice::LinePickup {
            company: "Northwind".into(),
            plan: "France 5 GB".into(),
            check: PickupCheck::Pin,
            link: link.clone(),
            days: 1,
        },
        Notice::LinePickup {
            company: "Northwind".into(),
            plan: "France 5 GB".into(),
            check: PickupCheck::Code,
            link: link.clone(),
            days: 14,
        },
        Notice::PickupCode {
            company: "Northwind".into(),
            code: "123456".into(),
            minutes: 10,
            link: link.clone(),
        },
        Notice::CompanyInvoice {
            what: "Invoice".into(),
            number: "INV-00001".into(),
            company: "Northwind".into(),
            total: usd("120.00"),
            money: "It was paid from your company's balance. There is nothing to do.".into(),
            link: link.clone(),
        },
        Notice::InvoiceOverdue {
            number: "INV-00001".into(),
            company: "Northwind".into(),
            open: usd("120.00"),
            due: "14 November 2026".into(),
            link: link.clone(),
        },
        Notice::BooksWrong {
            check: "every wallet equals its entries".into(),
            summary: "wallet wal_1 shows 5 micros but its entries sum to 4.".into(),
            case: "cas_0192f3a4b5c67890aabbccddeeff0011".into(),
            link,
        },
    ]
}

fn mail(first_name: &str, notice: &Notice) -> RenderedMail {
    render(&aurora(), first_name, notice).unwrap_or_else(|error| panic!("{}: {error}", notice.name()))
}

/// The HTML as its reader sees it: tags away, entities back.
fn visible(html: &str) -> String {
    let mut seen = String::new();
    for piece in html.split('<') {
        seen.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    seen.replace("&#x2f;", "/")
        .replace("&#x27;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[test]
fn every_mail_is_complete_in_both_forms() {
    for notice in every_notice() {
        let RenderedMail { subject, text, html } = mail("Ana", &notice);
        let name = notice.name();
        assert!(!subject.is_empty() && subject.len() < 78, "{name}: {subject}");
        for form in [&text, &visible(&html)] {
            assert!(form.contains("Hello Ana,"), "{name}: {form}");
            assert!(
                form.contains("Questions? Write to help@aurora.test."),
                "{name}: {form}"
            );
            assert!(form.contains("Aurora Mobile ehf., Reykjavík"), "{name}: {form}");
            assert!(
                form.contains("You did not") || form.contains("That was not you?"),
                "{name}: {form}"
            );
            assert!(!form.contains("{{") && !form.contains("{%"), "{name}: {form}");
        }
        assert!(
            !text.contains('<') && !text.contains("&amp;") && !text.contains("\n\n\n"),
            "{name}: {text}"
        );
        assert!(
            html.contains("#0f766e") && html.to_lowercase().contains("<!doctype html>"),
            "{name}"
        );
    }
}

#[test]
fn no_mail_names_the_platform_or_calls_a_third_party() {
    for notice in every_notice() {
        let RenderedMail { subject, text, html } = mail("Ana", &notice);
        for form in [subject, text, html] {
            let form = form.to_lowercase();
            assert!(!form.contains("clouddail"), "{}", notice.name());
            assert!(
                !form.contains("fonts.googleapis") && !form.contains("<script"),
                "{}",
                notice.name()
            );
        }
    }
}

#[test]
fn links_arrive_unchanged() {
    for notice in every_notice()
        .iter()
        .filter(|notice| !matches!(notice, Notice::PasswordChanged))
    {
        let RenderedMail { text, html, .. } = mail("Ana", notice);
        assert!(text.contains(LINK), "{text}");
        let links: Vec<String> = html
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(|link| link.replace("&#x2f;", "/").replace("&amp;", "&"))
            .collect();
        assert!(
            links.iter().any(|link| link == LINK),
            "{}: {links:?}",
            notice.name()
        );
    }
}

#[test]
fn amounts_are_written_for_people() {
    let delivered = mail("Ana", &every_notice()[4]);
    assert_eq!(delivered.subject, "Ready: eSIM Europe 5 GB");
    assert!(delivered.text.contains("You paid $12.50."));
    assert!(visible(&delivered.html).contains("You paid $12.50."));
    assert!(
        mail("Ana", &every_notice()[6])
            .text
            .contains("your balance is now $31.25")
    );
}

#[test]
fn a_hostile_brand_or_person_is_escaped() {
    let hostile = "<script>x</script>\"' onload=y";
    let brand = MailBrand {
        name: hostile.into(),
        legal_line: hostile.into(),
        support_email: hostile.into(),
        home_url: "https://aurora.test/\"><img src=x>".into(),
        logo_url: Some("https://aurora.test/\"><img src=x>".into()),
        ..aurora()
    };
    for notice in [
        Notice::PasswordChanged,
        Notice::OrderRefused {
            what: hostile.into(),
            reason: hostile.into(),
            link: format!("{LINK}\"><img src=x>"),
        },
    ] {
        let html = render(&brand, "<b>Ana", &notice).unwrap().html;
        assert!(
            !html.contains("<script") && !html.contains("<img src=x") && !html.contains("<b>Ana"),
            "{html}"
        );
        assert!(visible(&html).contains("Hello <b>Ana,"), "{html}");
        assert!(visible(&html).contains(hostile), "{html}");
    }
}

#[test]
fn a_template_in_a_name_stays_a_name() {
    let mail = mail("{{ 7*7 }}", &Notice::PasswordChanged);
    assert!(mail.text.contains("Hello {{ 7*7 }},"));
    assert!(visible(&mail.html).contains("Hello {{ 7*7 }},"));
}

#[test]
fn a_name_that_advertises_is_not_carried() {
    for name in [
        "WIN at http://evil.test",
        "evil.test",
        "www evil",
        "a@b",
        &"x".repeat(41),
        "",
        "\r\n",
    ] {
        let mail = mail(name, &Notice::PasswordChanged);
        assert!(mail.text.starts_with("Hello,\n"), "{}", mail.text);
        assert!(visible(&mail.html).contains("Hello,"), "{}", mail.html);
    }
    for name in ["Ana María", "J. R.", "Жанна", "O'Neil", "Jean-Luc", "王"] {
        assert!(
            mail(name, &Notice::PasswordChanged)
                .text
                .starts_with(&format!("Hello {name},\n"))
        );
    }
}

#[test]
fn a_subject_is_one_line() {
    let brand = MailBrand {
        name: "Aurora\r\nBcc: everybody@evil.test".into(),
        ..aurora()
    };
    let subject = render(&brand, "Ana", &Notice::PasswordChanged).unwrap().subject;
    assert_eq!(
        subject,
        "Your Aurora Bcc: everybody@evil.test password was changed"
    );
}

#[test]
fn a_logo_is_shown_with_the_name_for_those_without_pictures() {
    let brand = MailBrand {
        logo_url: Some("https://aurora.test/logo.png".into()),
        ..aurora()
    };
    let html = render(&brand, "Ana", &Notice::PasswordChanged).unwrap().html;
    assert!(
        html.contains("<img") && html.contains("alt=\"Aurora Mobile\""),
        "{html}"
    );
}

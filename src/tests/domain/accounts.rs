//! Accounts: same address at two shops, throttled guesses, links that work once.

use std::{net::IpAddr, sync::Arc};

use clouddail::domain::{
    accounts::{
        self, Device, Email, LinkToken, Password, PersonName, Register, RequestPasswordReset, ResetPassword,
        ResetPasswordError, SignIn, SignInError, VerifyEmail, VerifyError,
    },
    audit::Origin,
    tenancy::Shop,
};
use tokio::task::JoinSet;

use crate::support::World;

const EMAIL: &str = "new@traveller.test";
const PASSWORD: &str = "a-long-new-password";

fn origin() -> Origin {
    Origin {
        address: IpAddr::from([127, 0, 0, 1]),
        request_id: None,
    }
}

async fn register(world: &World, shop: &Shop) {
    let request = Register {
        email: Email::parse(EMAIL).unwrap(),
        password: Password::parse(PASSWORD).unwrap(),
        first_name: PersonName::parse("Nia").unwrap(),
        last_name: PersonName::parse("New").unwrap(),
        origin: origin(),
        next: None,
        host: shop.host.clone(),
    };
    accounts::register(&world.backend, &shop.visitor, request)
        .await
        .unwrap();
}

async fn sign_in(world: &World, shop: &Shop, password: &str) -> Result<(), SignInError> {
    let request = SignIn {
        email: Email::parse(EMAIL).unwrap(),
        password: password.to_owned().into(),
        origin: origin(),
        device: Device::of(""),
        replaces: None,
    };
    accounts::sign_in(&world.backend, &shop.visitor, request)
        .await
        .map(drop)
}

/// The secret of the newest mailed link of this kind, read from the mail like its reader would.
async fn mailed_token(world: &World, path: &str) -> LinkToken {
    world.run_jobs().await;
    let mail = world
        .sandbox
        .mails(EMAIL)
        .await
        .into_iter()
        .find(|mail| mail.to_string().contains(path))
        .unwrap();
    let text = mail["text"].as_str().unwrap();
    let after = text
        .split(&format!("{path}?token="))
        .nth(1)
        .expect("the mail has the link");
    let token: String = after
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    LinkToken::parse(&token).unwrap()
}

fn verify(token: LinkToken) -> VerifyEmail {
    VerifyEmail {
        token,
        origin: origin(),
        device: Device::of(""),
        replaces: None,
    }
}

#[tokio::test]
async fn the_same_address_registers_at_both_shops_and_they_never_meet() {
    let world = World::new().await;
    register(&world, &world.aurora).await;
    let aurora = mailed_token(&world, "/verify-email").await;
    register(&world, &world.kite).await;
    assert_eq!(
        world
            .count("select count(*) from users where email = 'new@traveller.test'")
            .await,
        2
    );

    let elsewhere = accounts::verify_email(&world.backend, &world.kite.visitor, verify(aurora.clone())).await;
    assert!(matches!(elsewhere, Err(VerifyError::LinkInvalid)));
    let session = accounts::verify_email(&world.backend, &world.aurora.visitor, verify(aurora.clone()))
        .await
        .unwrap();
    let again = accounts::verify_email(&world.backend, &world.aurora.visitor, verify(aurora)).await;
    assert!(matches!(again, Err(VerifyError::AlreadyVerified)));
    let there = accounts::find_session(&world.backend, &world.kite.visitor, &session.token)
        .await
        .unwrap();
    assert!(there.is_none(), "a session of Aurora is nobody at Kite");
    let here = accounts::find_session(&world.backend, &world.aurora.visitor, &session.token)
        .await
        .unwrap()
        .unwrap();
    assert!(here.is_verified);
    world.prove().await;
}

#[tokio::test]
async fn registering_a_known_address_changes_nothing_and_mails_its_owner() {
    let world = World::new().await;
    register(&world, &world.aurora).await;
    register(&world, &world.aurora).await;
    world.run_jobs().await;
    let subjects: Vec<_> = world
        .sandbox
        .mails(EMAIL)
        .await
        .iter()
        .map(|mail| mail["subject"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(subjects.len(), 2);
    assert_ne!(subjects[0], subjects[1]);
    assert_eq!(
        world
            .count("select count(*) from users where email = 'new@traveller.test'")
            .await,
        1
    );
    world.prove().await;
}

#[tokio::test]
async fn a_reset_link_works_once_at_its_own_shop_and_ends_every_session() {
    let world = World::new().await;
    register(&world, &world.aurora).await;
    register(&world, &world.kite).await;
    sign_in(&world, &world.aurora, PASSWORD).await.unwrap();
    let request = RequestPasswordReset {
        email: Email::parse(EMAIL).unwrap(),
        origin: origin(),
        host: world.aurora.host.clone(),
    };
    accounts::request_password_reset(&world.backend, &world.aurora.visitor, request)
        .await
        .unwrap();
    let token = mailed_token(&world, "/reset-password").await;
    let reset = || ResetPassword {
        token: token.clone(),
        password: Password::parse("another-long-password").unwrap(),
        origin: origin(),
    };
    let elsewhere = accounts::reset_password(&world.backend, &world.kite.visitor, reset()).await;
    assert!(matches!(elsewhere, Err(ResetPasswordError::LinkInvalid)));
    let (one, two) = tokio::join!(
        accounts::reset_password(&world.backend, &world.aurora.visitor, reset()),
        accounts::reset_password(&world.backend, &world.aurora.visitor, reset()),
    );
    assert_eq!(
        [one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(),
        1,
        "a link works once"
    );
    assert_eq!(world.count("select count(*) from sessions").await, 0);
    assert!(matches!(
        sign_in(&world, &world.aurora, PASSWORD).await,
        Err(SignInError::Wrong)
    ));
    sign_in(&world, &world.aurora, "another-long-password")
        .await
        .unwrap();
    sign_in(&world, &world.kite, PASSWORD).await.unwrap();
    world.prove().await;
}

/// Fifty guesses at once: no more than the limit are looked at, and then the right password has to wait too.
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_guesses_do_not_slip_past_the_throttle() {
    let world = Arc::new(World::new().await);
    register(&world, &world.aurora).await;
    let mut guesses = JoinSet::new();
    for _ in 0..50 {
        let world = world.clone();
        guesses.spawn(async move { sign_in(&world, &world.aurora, "a-wrong-password").await });
    }
    let (mut wrong, mut throttled) = (0, 0);
    while let Some(result) = guesses.join_next().await {
        match result.unwrap() {
            Err(SignInError::Wrong) => wrong += 1,
            Err(SignInError::Throttled { .. }) => throttled += 1,
            other => panic!("{other:?}"),
        }
    }
    let world = Arc::into_inner(world).unwrap();
    assert!(
        wrong <= 8 && wrong + throttled == 50,
        "{wrong} guesses were looked at"
    );
    assert!(matches!(
        sign_in(&world, &world.aurora, PASSWORD).await,
        Err(SignInError::Throttled { .. })
    ));
    world.backend.clock.advance(chrono::TimeDelta::hours(2));
    sign_in(&world, &world.aurora, PASSWORD).await.unwrap();
    world.prove().await;
}

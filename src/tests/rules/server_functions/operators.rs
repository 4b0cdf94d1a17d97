//! Those of the console, and all of them for an operator inside a shop.

use clouddail::{
    domain::accounts::Role,
    shared::permissions::{OperatorMay, OperatorRole, StaffMay},
};

use super::{ask, listed, permission_of};
use crate::support::{World, entry::inside};

/// Every server function of the console × every role of the platform.
#[tokio::test]
async fn operators_may_do_what_their_role_says_and_nothing_else() {
    let world = World::new().await;
    let mut admin = world.person_browser("localhost", Role::Admin, None).await;
    let mut customer = world.person_browser("localhost", Role::User, None).await;
    for (endpoint, scope) in &listed() {
        let Some(name) = permission_of(scope, "operator") else {
            continue;
        };
        let what = OperatorMay::ALL
            .iter()
            .copied()
            .find(|one| format!("{one:?}") == name)
            .unwrap_or_else(|| panic!("{endpoint} has the unknown permission {name}"));
        assert!(OperatorRole::SuperAdmin.may(what));
        let text = ask(&mut customer, endpoint).await;
        assert!(
            text.contains("Forbidden"),
            "{endpoint} answers a customer: {text}"
        );
        let text = ask(&mut admin, endpoint).await;
        assert_eq!(
            text.contains("Forbidden"),
            !OperatorRole::Admin.may(what),
            "{endpoint} answers an admin: {text}"
        );
    }
    world.prove().await;
}

/// Every server function × an operator inside a shop: open exactly where the table says so, which is never money,
/// credentials, people or exports; and nothing at all as a customer.
#[tokio::test]
async fn an_operator_inside_may_do_what_the_table_says_and_nothing_else() {
    for what in [
        StaffMay::RefundOrders,
        StaffMay::AdjustWallets,
        StaffMay::ExportData,
        StaffMay::MoveMoney,
        StaffMay::EditSettings,
        StaffMay::ManageStaff,
        StaffMay::ManageCredentials,
    ] {
        assert!(!what.is_open_to_operators(), "{what:?}");
    }
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let mut operator = inside(&world, &mut admin).await;
    let (mut closed, mut open) = (0, 0);
    for (endpoint, scope) in &listed() {
        // The way out, which would end this.
        if endpoint == "entries/leave" {
            continue;
        }
        if scope == "customer" {
            let text = ask(&mut operator, endpoint).await;
            assert!(text.contains("as an operator"), "{endpoint} answers: {text}");
            closed += 1;
        }
        if permission_of(scope, "operator").is_some() {
            let text = ask(&mut operator, endpoint).await;
            assert!(text.contains("NotFound"), "{endpoint} answers: {text}");
            closed += 1;
        }
        let Some(name) = permission_of(scope, "staff") else {
            continue;
        };
        let what = StaffMay::ALL.iter().find(|one| format!("{one:?}") == name);
        let is_open = what.unwrap().is_open_to_operators();
        let text = ask(&mut operator, endpoint).await;
        assert_eq!(text.contains("Forbidden"), !is_open, "{endpoint} answers: {text}");
        closed += usize::from(!is_open);
        open += usize::from(is_open);
    }
    assert!(closed >= 60 && open >= 30, "{closed} closed, {open} open");
    for path in [
        "/reseller/customers.csv",
        "/reseller/orders.csv",
        "/reseller/money/statement.csv?month=2026-01",
        "/reseller/money/invoices.csv",
        "/reseller/money/payouts.csv",
    ] {
        assert_eq!(operator.get(path).await.status, 403, "{path}");
    }
    world.prove().await;
}

#[tokio::test]
async fn the_console_is_for_operators_on_the_platforms_host() {
    let world = World::new().await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(customer.get("/admin").await.status, 404);
    let mut stranger = world.stranger("localhost");
    assert_eq!(
        stranger.get("/admin").await.location.as_deref(),
        Some("/sign-in?next=%2Fadmin")
    );
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    assert_eq!(admin.get("/admin").await.status, 200);
    world.prove().await;
}

//! `/business/sign-in`: the company's own sign-in and its directory, for owners.

mod directory;
mod domains;
mod enforce;
mod groups;
mod provider;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{
    directory::Directory,
    domains::Domains,
    enforce::Enforce,
    groups::Groups,
    provider::{LastTestPanel, ProviderForm},
};
use super::super::reseller::set_up::forms::{above, saved};
use crate::{
    components::form::failure,
    pages::answer::answer,
    server_fns::{
        self,
        sign_in::{
            CheckDomain, Enforce as EnforceFn, MakeToken, RemoveDomain, RemoveGroup, RevokeToken, Test,
        },
    },
    shared::sign_in::SignInView,
};

/// The page.
#[component(transparent)]
pub fn SignInRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("sign-in") view=SignInPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}

/// Provider, groups, the switch for everybody, domains, directory.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <Title text="Company sign-in"/>
        {Suspend::new(async move { answer(server_fns::sign_in::settings().await, show) })}
    }
}

fn show(view: SignInView) -> impl IntoView {
    let SignInView {
        connection,
        groups,
        teams,
        redirect_uri,
        scim_url,
        directory,
        fresh_token,
    } = view;
    let failures = [
        failure::<Test>(),
        failure::<RemoveGroup>(),
        failure::<EnforceFn>(),
        failure::<CheckDomain>(),
        failure::<RemoveDomain>(),
        failure::<MakeToken>(),
        failure::<RevokeToken>(),
    ];
    let notice = fresh_token.is_none().then(|| {
        saved(&[
            ("settings", "Saved. Test it before anybody uses it."),
            ("tested", "The test is over. What it found stands below."),
            ("group", "Saved. It counts from each person's next sign-in on."),
            ("group_removed", "Removed. It counts from each person's next sign-in on."),
            ("enforced", "From now on your people come in by your provider alone. Their sessions begun with a password have ended; owners keep their password."),
            ("not_enforced", "Passwords work for everybody again."),
            ("domain", "Added. Put the text below into its DNS, then check it."),
            ("proven", "Proven. People with addresses in this domain get an account at their first sign-in."),
            ("domain_removed", "Removed. Accounts made before stay."),
            ("token", "The token was made and shown once. If you did not copy it, revoke it and make another."),
            ("revoked", "Revoked. Your directory's next request with it is refused."),
            ("leavers", "Saved. It counts for whoever leaves from now on."),
        ])
    });
    let last_test = connection
        .as_ref()
        .and_then(|connection| connection.last_test.clone());
    let is_set_up = connection.is_some();
    let connection_for_enforce = connection.clone();
    view! {
        <header class="surface-head">
            <h1>"Company sign-in"</h1>
            <p>"Your people sign in with the account they have at your company's provider (OpenID Connect), and your directory (SCIM) says who comes and goes."</p>
        </header>
        {notice}
        {failures.iter().map(|failed| above(failed.as_ref(), &[])).collect_view()}
        <ProviderForm connection redirect_uri/>
        {is_set_up.then(|| view! {
            <LastTestPanel last_test/>
            <Groups groups teams=teams.clone()/>
        })}
        {connection_for_enforce.map(|connection| view! { <Enforce connection/> })}
        <Domains domains=directory.domains.clone()/>
        <Directory directory scim_url fresh_token/>
    }
}

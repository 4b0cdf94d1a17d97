//! The shop: what anybody may see, the way in, and the checkout. One file per page.

mod check_mail;
mod checkout;
mod company_sign_in;
mod country_list;
mod destination;
mod destination_tile;
mod destinations;
mod enter;
pub(in crate::pages) mod entry;
mod forgot_password;
mod help;
mod home;
pub(in crate::pages) mod invited;
mod join;
mod legal;
mod next_page;
mod not_found;
mod number_form;
mod number_offer;
mod numbers;
mod plan;
mod plan_card;
mod rates;
mod register;
mod reset_password;
mod sign_in;
mod verify_email;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    check_mail::CheckMailPage,
    checkout::{NumberCheckoutPage, PlanCheckoutPage},
    company_sign_in::CompanySignInPage,
    destination::DestinationPage,
    destinations::DestinationsPage,
    enter::EnterShopPage,
    forgot_password::ForgotPasswordPage,
    help::HelpPage,
    home::HomePage,
    join::JoinPage,
    legal::LegalTextPage,
    numbers::NumbersPage,
    plan::PlanPage,
    rates::RatesPage,
    register::RegisterPage,
    reset_password::ResetPasswordPage,
    sign_in::SignInPage,
    verify_email::VerifyEmailPage,
};
pub use self::{
    entry::{Frame, support_email},
    not_found::NotFoundPage,
};

/// What anybody may see.
#[component(transparent)]
pub fn StorefrontRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
            <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
            <Route path=path!("/esim") view=DestinationsPage ssr=SsrMode::Async/>
            <Route path=path!("/esim/:slug") view=DestinationPage ssr=SsrMode::Async/>
            <Route path=path!("/plans/:id") view=PlanPage ssr=SsrMode::Async/>
            <Route path=path!("/numbers") view=NumbersPage ssr=SsrMode::Async/>
            <Route path=path!("/rates") view=RatesPage ssr=SsrMode::Async/>
            <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async/>
            <Route path=path!("/legal/:slug") view=LegalTextPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The way in: signing in, registering, passwords.
#[component(transparent)]
pub fn EntryRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
            <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
            <Route path=path!("/sign-in/company") view=CompanySignInPage ssr=SsrMode::Async/>
            <Route path=path!("/register") view=RegisterPage ssr=SsrMode::Async/>
            <Route path=path!("/check-your-mail") view=CheckMailPage ssr=SsrMode::Async/>
            <Route path=path!("/verify-email") view=VerifyEmailPage ssr=SsrMode::Async/>
            <Route path=path!("/forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
            <Route path=path!("/reset-password") view=ResetPasswordPage ssr=SsrMode::Async/>
            <Route path=path!("/enter/:token") view=EnterShopPage ssr=SsrMode::Async/>
            <Route path=path!("/join/:token") view=JoinPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Where something is bought.
#[component(transparent)]
pub fn CheckoutRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/checkout") view=Frame ssr=SsrMode::Async>
            <Route path=path!("plan/:id") view=PlanCheckoutPage ssr=SsrMode::Async/>
            <Route path=path!("number/:e164") view=NumberCheckoutPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

//! `/reseller/settings`: support address, language, time zone, currency, and the shop's own gateway.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    forms::{above, saved},
    gateway_keys::GatewayKeys,
};
use crate::{
    components::{
        Choice, DefinitionList, Fact, Field, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::{answer::answer, time_zones, words},
    server_fns::{
        self,
        shop_settings::{ChangeCurrency, Save, SaveGrace},
    },
    shared::{currency::Currency, shop_set_up::ShopSettingsView},
};

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <Title text="Settings"/>
        {Suspend::new(async move { answer(server_fns::shop_settings::read().await, show) })}
    }
}

fn show(view: ShopSettingsView) -> impl IntoView {
    let (currency, currencies, may_edit) = (view.currency, view.currencies.clone(), view.may_edit);
    let (gateway, collects_itself, may_manage_keys) =
        (view.gateway.clone(), view.collects_itself, view.may_manage_keys);
    let grace_days = view.grace_days;
    view! {
        <header class="surface-head">
            <h1>"Settings"</h1>
            <p>"The shop's name, texts and sender are part of the " <a href="/reseller/brand">"brand"</a> "."</p>
        </header>
        {saved(&[
            ("settings", "Saved. Your pages and mails use it from now on."),
            ("currency", "The currency is changed. All prices are in it now; please look at them."),
            ("keys", "The keys work and are in use. New payments go into your account."),
            ("grace", "Saved. It holds for every month that cannot be paid from now on."),
            ("removed", "The keys are out of use."),
        ])}
        <section class="panel" aria-labelledby="shop-title">
            <h2 id="shop-title">"Shop"</h2>
            {if may_edit { view! { <ShopForm view/> }.into_any() } else { view! { <ShopFacts view/> }.into_any() }}
        </section>
        <GracePanel grace_days may_edit/>
        <CurrencyPanel currency currencies may_edit/>
        <GatewayKeys gateway collects_itself may_manage_keys/>
    }
}

fn language(locale: &str) -> &str {
    match locale {
        "en" => "English",
        other => other,
    }
}

#[component]
fn ShopFacts(view: ShopSettingsView) -> impl IntoView {
    view! {
        <DefinitionList>
            <Fact name="Support e-mail">{view.support_email}</Fact>
            <Fact name="Language">{language(&view.locale).to_owned()}</Fact>
            <Fact name="Time zone">{view.timezone}</Fact>
        </DefinitionList>
        <p class="muted">"Owners can change this."</p>
    }
}

#[component]
fn ShopForm(view: ShopSettingsView) -> impl IntoView {
    let failed = failure::<Save>();
    let whole_form = above(failed.as_ref(), &["support_email", "locale", "timezone"]);
    let of = move |name| of_field(failed.as_ref(), name);
    let mut languages = vec![Choice::new("en", "English")];
    if view.locale != "en" {
        languages.insert(0, Choice::new(view.locale.clone(), language(&view.locale)));
    }
    let zones = time_zones::choices(&view.timezone);
    view! {
        {whole_form}
        <PostForm<Save> class="surface-form">
            <Field
                label="Support e-mail"
                name="support_email"
                kind="email"
                inputmode="email"
                value=view.support_email
                required=true
                maxlength=254
                hint="Where customers write to. It stands on every page and in every mail."
                error=of("support_email")
            />
            <Select label="Language" name="locale" value=view.locale choices=languages hint="What your pages and mails are written in." error=of("locale")/>
            <Select label="Time zone" name="timezone" value=view.timezone choices=zones hint="Days in your figures begin and end in it." error=of("timezone")/>
            <div><SubmitButton>"Save"</SubmitButton></div>
        </PostForm<Save>>
    }
}

#[component]
fn GracePanel(grace_days: i16, may_edit: bool) -> impl IntoView {
    let failed = failure::<SaveGrace>();
    view! {
        <section class="panel" aria-labelledby="grace-title">
            <h2 id="grace-title">"Numbers that are not paid"</h2>
            <p class="muted">
                "A number whose month could not be paid goes on working for these days. Then it is suspended for 14 days and can still be paid, and then it is given back. Your customer is told at each step."
            </p>
            {above(failed.as_ref(), &["grace_days"])}
            {if may_edit {
                view! {
                    <PostForm<SaveGrace> class="surface-form">
                        <Field
                            label="Days of grace"
                            name="grace_days"
                            kind="number"
                            value=grace_days.to_string()
                            required=true
                            hint="1 to 14."
                            error=of_field(failed.as_ref(), "grace_days")
                        />
                        <div><SubmitButton>"Save"</SubmitButton></div>
                    </PostForm<SaveGrace>>
                }
                .into_any()
            } else {
                view! { <p><b>{words::days(grace_days.into())}</b></p> }.into_any()
            }}
        </section>
    }
}

#[component]
fn CurrencyPanel(currency: Currency, currencies: Vec<Currency>, may_edit: bool) -> impl IntoView {
    let failed = failure::<ChangeCurrency>();
    let is_fixed = currencies.is_empty();
    let choices = std::iter::once(currency)
        .chain(currencies)
        .map(|one| Choice::new(one.code(), one.code()))
        .collect();
    view! {
        <section class="panel" aria-labelledby="currency-title">
            <h2 id="currency-title">"Currency"</h2>
            {above(failed.as_ref(), &["currency"])}
            {if is_fixed || !may_edit {
                view! {
                    <p><b>{currency.code()}</b></p>
                    <p class="muted">
                        {if is_fixed {
                            "It cannot be changed any more: money was already paid, priced or capped in it, and customers' balances are counted in it."
                        } else {
                            "Owners can change it until something is sold."
                        }}
                    </p>
                }
                .into_any()
            } else {
                view! {
                    <PostForm<ChangeCurrency> class="surface-form">
                        <Select
                            label="Currency of all prices and balances"
                            name="currency"
                            value=currency.code()
                            choices
                            hint="You can change it until something is sold or paid in; then it stays for good."
                            error=of_field(failed.as_ref(), "currency")
                        />
                        <div><SubmitButton kind="secondary">"Change currency"</SubmitButton></div>
                    </PostForm<ChangeCurrency>>
                }
                .into_any()
            }}
        </section>
    }
}

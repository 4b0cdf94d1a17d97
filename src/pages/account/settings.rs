//! `/account/settings`: who you are, your password, and the browsers that are signed in.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{state_badge::StateBadge, verify_banner::ResendForm};
use crate::{
    components::{
        Field, Moment, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::{answer::answer, time_zones, words},
    server_fns::{
        self,
        accounts::{ChangePassword, CloseAccount, EndSession, SaveSettings, SignOut, SignOutEverywhere},
    },
    shared::{
        account::{SessionRow, Settings},
        error::AppError,
    },
};

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <Title text="Settings"/>
        {Suspend::new(async move {
                let support = server_fns::shop::brand().await.map(|brand| brand.support_email).unwrap_or_default();
                answer(server_fns::accounts::settings().await, move |settings| show(settings, support))
            })}
    }
}

fn show(settings: Settings, support_email: String) -> impl IntoView {
    let sessions = settings.sessions.clone();
    view! {
        <header class="account-head"><h1>"Settings"</h1></header>
        <Profile settings/>
        <Password/>
        <Sessions sessions/>
        <section class="panel" aria-labelledby="support-title">
            <h2 id="support-title">"Support"</h2>
            <p>"Write to " <a href=format!("mailto:{support_email}")>{support_email.clone()}</a> " from the address of this account and name the order, if there is one."</p>
        </section>
        <section class="sign-out-section">
            <PostForm<SignOut>><SubmitButton kind="secondary">"Sign out"</SubmitButton></PostForm<SignOut>>
        </section>
        <Company/>
        <Close/>
    }
}

#[component]
fn Profile(settings: Settings) -> impl IntoView {
    let failed = failure::<SaveSettings>();
    let Settings {
        email,
        first_name,
        last_name,
        locale,
        timezone,
        is_verified,
        ..
    } = settings;
    let zones = time_zones::choices(&timezone);
    view! {
        <section class="panel" aria-labelledby="profile-title">
            <h2 id="profile-title">"Profile"</h2>
            <div class="profile-mail">
                <p><span>"E-mail"</span> <b>{email}</b></p>
                {if is_verified {
                    view! { <StateBadge state=words::VERIFIED/> }.into_any()
                } else {
                    view! { <StateBadge state=words::NOT_VERIFIED/> <ResendForm/> }.into_any()
                }}
            </div>
            {whole_form(failed.as_ref())}
            <PostForm<SaveSettings>>
                <div class="form-pair">
                    <Field
                        label="First name"
                        name="first_name"
                        value=first_name
                        autocomplete="given-name"
                        error=of_field(failed.as_ref(), "first_name")
                    />
                    <Field
                        label="Last name"
                        name="last_name"
                        value=last_name
                        autocomplete="family-name"
                        error=of_field(failed.as_ref(), "last_name")
                    />
                </div>
                <input type="hidden" name="locale" value=locale/>
                <Select
                    label="Time zone"
                    name="timezone"
                    value=timezone
                    choices=zones
                    hint="Times on these pages are in UTC."
                    error=of_field(failed.as_ref(), "timezone")
                />
                <SubmitButton>"Save profile"</SubmitButton>
            </PostForm<SaveSettings>>
        </section>
    }
}

#[component]
fn Password() -> impl IntoView {
    let failed = failure::<ChangePassword>();
    view! {
        <section class="panel" id="password" aria-labelledby="password-title">
            <h2 id="password-title">"Password"</h2>
            {whole_form(failed.as_ref())}
            <PostForm<ChangePassword>>
                <div class="form-pair">
                    <Field
                        label="Current password"
                        name="current"
                        kind="password"
                        autocomplete="current-password"
                        required=true
                        error=of_field(failed.as_ref(), "current")
                    />
                    <Field
                        label="New password"
                        name="new_password"
                        kind="password"
                        autocomplete="new-password"
                        required=true
                        hint="Long beats complicated: three words you will remember."
                        error=of_field(failed.as_ref(), "new_password")
                    />
                </div>
                <SubmitButton>"Change password"</SubmitButton>
            </PostForm<ChangePassword>>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<SessionRow>) -> impl IntoView {
    let failed = failure::<EndSession>();
    view! {
        <section class="panel" aria-labelledby="sessions-title">
            <h2 id="sessions-title">"Where you are signed in"</h2>
            {whole_form(failed.as_ref())}
            <ul class="rows">{sessions.into_iter().map(session).collect_view()}</ul>
            <div class="panel-foot">
                <p>"Lost a device, or somebody else knew your password? This ends every session, also this one."</p>
                <PostForm<SignOutEverywhere>>
                    <SubmitButton kind="danger">"Sign out everywhere"</SubmitButton>
                </PostForm<SignOutEverywhere>>
            </div>
        </section>
    }
}

fn session(row: SessionRow) -> impl IntoView {
    view! {
        <li class="row">
            <span class="row-main">
                <b>{row.device}</b>
                <small>{row.address} " · last seen " <Moment at=row.last_seen_at/></small>
                <small>"Signed in " <Moment at=row.signed_in_at/></small>
            </span>
            <span class="row-side">
                {if row.is_this_one {
                    view! { <StateBadge state=words::THIS_BROWSER/> }.into_any()
                } else {
                    view! {
                        <PostForm<EndSession>>
                            <input type="hidden" name="session" value=row.id.to_string()/>
                            <SubmitButton kind="secondary">"End"</SubmitButton>
                        </PostForm<EndSession>>
                    }
                    .into_any()
                }}
            </span>
        </li>
    }
}

#[component]
fn Company() -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="company-title">
            <h2 id="company-title">"Buying for a company?"</h2>
            <p>"A company buys for its people: employees and teams of its own, and you decide who may do what."</p>
            <p><a href="/business">"Company"</a></p>
        </section>
    }
}

#[component]
fn Close() -> impl IntoView {
    let failed = failure::<CloseAccount>();
    view! {
        <section class="panel" id="close" aria-labelledby="close-title">
            <h2 id="close-title">"Close account"</h2>
            <p>"This cannot be undone. What happens:"</p>
            <ul>
                <li>"Money in your balance goes back to the cards it came from. What cannot go back stays safe, and we write to you about it."</li>
                <li>"Bonuses and other credit that is not cash end. They are never paid out."</li>
                <li>"Numbers and eSIMs work until they end, but you cannot see or renew them here any more. Save your eSIM codes first."</li>
                <li>"Every browser is signed out. You can register again with the same address; your orders do not come back."</li>
            </ul>
            {whole_form(failed.as_ref())}
            <PostForm<CloseAccount>>
                <Field
                    label="Your password"
                    name="closing_password"
                    kind="password"
                    autocomplete="current-password"
                    required=true
                    error=of_field(failed.as_ref(), "closing_password")
                />
                <SubmitButton kind="danger">"Close my account"</SubmitButton>
            </PostForm<CloseAccount>>
        </section>
    }
}

/// The sentence above the form, for an error that is about no single field.
fn whole_form(failed: Option<&AppError>) -> Option<impl IntoView + use<>> {
    let message = failed.filter(|error| error.field().is_none())?.message();
    Some(view! { <Notice kind="error">{message}</Notice> })
}

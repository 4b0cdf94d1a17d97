//! `/business/join/{token}`: an invitation to a company. A button accepts it, not the visit: mail scanners open links.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    components::{
        ButtonLink, Field, Notice, PageHead, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::answer,
        storefront::entry::{EntryCard, above, shop_name},
    },
    server_fns::{
        self,
        accounts::SignOut,
        joining::{Accept, Join},
    },
    shared::{company::CompanyJoinView, staff::LinkState},
};

/// The invitation.
#[component]
pub fn JoinPage() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    view! {
        <PageHead title="Invitation" is_private=true/>
        {Suspend::new(async move {
            let read = server_fns::joining::invitation(token.clone()).await;
            answer(read, move |invited| show(invited, token))
        })}
    }
}

fn show(invited: CompanyJoinView, token: String) -> AnyView {
    let CompanyJoinView {
        state,
        company,
        email,
        role,
        signed_in_as,
    } = invited;
    let has_account = match state {
        LinkState::Open { has_account } => has_account,
        LinkState::Used | LinkState::Expired | LinkState::Revoked | LinkState::Unknown => {
            return view! {
                <EntryCard title="Invitation">
                    <Notice kind="warning">{state.of_company_in_words()}</Notice>
                    <ButtonLink href="/sign-in?next=%2Fbusiness" kind="secondary">"Sign in"</ButtonLink>
                </EntryCard>
            }
            .into_any();
        }
    };
    let role = role.map(|role| role.in_words()).unwrap_or_default();
    let text = format!(
        "{company} invites you to its company account at {}. Your role: {role}.",
        shop_name()
    );
    let body = match signed_in_as {
        Some(own) if own == email => view! { <AcceptForm token email/> }.into_any(),
        Some(other) => view! { <WrongAccount email other/> }.into_any(),
        None if has_account => view! { <SignInFirst token email/> }.into_any(),
        None => view! { <JoinForm token email/> }.into_any(),
    };
    view! { <EntryCard title="Invitation" text>{body}</EntryCard> }.into_any()
}

#[component]
fn AcceptForm(token: String, email: String) -> impl IntoView {
    let failed = failure::<Accept>();
    view! {
        {above(failed.as_ref(), &[])}
        <p>"You are signed in as " <b>{email}</b> "."</p>
        <PostForm<Accept> class="form">
            <input type="hidden" name="token" value=token/>
            <SubmitButton size="large">"Accept"</SubmitButton>
        </PostForm<Accept>>
    }
}

#[component]
fn WrongAccount(email: String, other: String) -> impl IntoView {
    view! {
        <Notice kind="warning">
            "The invitation is for " <b>{email}</b> ". You are signed in as " <b>{other}</b> ". Sign out, then open the link of the mail again."
        </Notice>
        <PostForm<SignOut>><SubmitButton kind="secondary">"Sign out"</SubmitButton></PostForm<SignOut>>
    }
}

#[component]
fn SignInFirst(token: String, email: String) -> impl IntoView {
    view! {
        <p>"There is an account with the address " <b>{email}</b> ". Sign in with it; then you can accept."</p>
        <ButtonLink href=format!("/sign-in?next=%2Fbusiness%2Fjoin%2F{token}") size="large">"Sign in"</ButtonLink>
        <p class="entry-links"><a href="/forgot-password">"Forgot your password?"</a></p>
    }
}

#[component]
fn JoinForm(token: String, email: String) -> impl IntoView {
    let failed = failure::<Join>();
    let whole_form = above(failed.as_ref(), &["first_name", "last_name", "password"]);
    let of = move |name| of_field(failed.as_ref(), name);
    view! {
        {whole_form}
        <PostForm<Join> class="form">
            <input type="hidden" name="token" value=token/>
            <p>"Your account gets the address " <b>{email}</b> "."</p>
            <div class="form-pair">
                <Field label="First name" name="first_name" autocomplete="given-name" required=true maxlength=80 error=of("first_name")/>
                <Field label="Last name" name="last_name" autocomplete="family-name" required=true maxlength=80 error=of("last_name")/>
            </div>
            <Field
                label="Password"
                name="password"
                kind="password"
                autocomplete="new-password"
                required=true
                hint="Long beats complicated: three words you will remember."
                error=of("password")
            />
            <SubmitButton size="large">"Accept and sign in"</SubmitButton>
        </PostForm<Join>>
    }
}

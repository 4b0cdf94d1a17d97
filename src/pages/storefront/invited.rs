//! What an invitation by a mailed link asks of its reader: accept it, sign in first, or make an account. A button accepts,
//! not the visit: mail scanners open links.

use leptos::{prelude::*, server_fn::ServerFn};

use super::entry::{EntryCard, above};
use crate::{
    components::{
        ButtonLink, Field, Notice, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::accounts::SignOut,
    shared::{error::AppError, staff::LinkState},
};

/// An invitation as its page shows it.
pub struct Invited {
    pub state: LinkState,
    /// The state in words, where the link does not work.
    pub state_words: &'static str,
    /// Who invites, to what, as what.
    pub text: String,
    /// Whose it is.
    pub email: String,
    pub signed_in_as: Option<String>,
    pub token: String,
    /// Where its page is, the token left out, and where signing in leads when the link does not work.
    pub path: &'static str,
    pub inside: &'static str,
}

/// The page; `A` accepts it with the account there is, `J` with a new one.
pub fn invited<A, J>(invited: Invited) -> AnyView
where
    A: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    A::Output: Clone + Send + Sync + 'static,
    J: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    J::Output: Clone + Send + Sync + 'static,
{
    let Invited {
        state,
        state_words,
        text,
        email,
        signed_in_as,
        token,
        path,
        inside,
    } = invited;
    let sign_in = |next: &str| format!("/sign-in?next={}", next.replace('/', "%2F"));
    let has_account = match state {
        LinkState::Open { has_account } => has_account,
        LinkState::Used | LinkState::Expired | LinkState::Revoked | LinkState::Unknown => {
            return view! {
                <EntryCard title="Invitation">
                    <Notice kind="warning">{state_words}</Notice>
                    <ButtonLink href=sign_in(inside) kind="secondary">"Sign in"</ButtonLink>
                </EntryCard>
            }
            .into_any();
        }
    };
    let body = match signed_in_as {
        Some(own) if own == email => accept_form::<A>(token, email).into_any(),
        Some(other) => view! { <WrongAccount email other/> }.into_any(),
        None if has_account => {
            view! { <SignInFirst email href=sign_in(&format!("{path}/{token}"))/> }.into_any()
        }
        None => join_form::<J>(token, email).into_any(),
    };
    view! { <EntryCard title="Invitation" text>{body}</EntryCard> }.into_any()
}

fn accept_form<A>(token: String, email: String) -> impl IntoView
where
    A: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    A::Output: Clone + Send + Sync + 'static,
{
    let failed = failure::<A>();
    view! {
        {above(failed.as_ref(), &[])}
        <p>"You are signed in as " <b>{email}</b> "."</p>
        <PostForm<A> class="form">
            <input type="hidden" name="token" value=token/>
            <SubmitButton size="large">"Accept"</SubmitButton>
        </PostForm<A>>
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
fn SignInFirst(email: String, href: String) -> impl IntoView {
    view! {
        <p>"There is an account with the address " <b>{email}</b> ". Sign in with it; then you can accept."</p>
        <ButtonLink href size="large">"Sign in"</ButtonLink>
        <p class="entry-links"><a href="/forgot-password">"Forgot your password?"</a></p>
    }
}

fn join_form<J>(token: String, email: String) -> impl IntoView
where
    J: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    J::Output: Clone + Send + Sync + 'static,
{
    let failed = failure::<J>();
    let whole_form = above(failed.as_ref(), &["first_name", "last_name", "password"]);
    let of = move |name| of_field(failed.as_ref(), name);
    view! {
        {whole_form}
        <PostForm<J> class="form">
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
        </PostForm<J>>
    }
}

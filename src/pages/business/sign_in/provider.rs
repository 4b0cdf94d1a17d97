//! Who the company's provider is, and what the last test found.

use leptos::prelude::*;

use super::super::super::reseller::set_up::forms::above;
use crate::{
    components::{
        Checkbox, Choice, DefinitionList, Fact, Field, Moment, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    islands::CopyButton,
    server_fns::sign_in::{ChangeSettings, Test},
    shared::{
        permissions::OrganizationRole,
        sign_in::{ConnectionView, LastTest},
    },
};

const FIELDS: [&str; 6] = [
    "short_name",
    "issuer",
    "client_id",
    "client_secret",
    "groups_claim",
    "default_role",
];

/// The roles a provider may give, after the words for none.
pub fn given_roles(first: Option<&str>) -> Vec<Choice> {
    first
        .map(|first| Choice::new("", first))
        .into_iter()
        .chain(
            OrganizationRole::ALL
                .iter()
                .filter(|role| role.is_given_by_groups())
                .map(|role| Choice::new(role.as_str(), role.in_words())),
        )
        .collect()
}

/// The settings, with the address to copy to the provider.
#[component]
pub fn ProviderForm(connection: Option<ConnectionView>, redirect_uri: String) -> impl IntoView {
    let failed = failure::<ChangeSettings>();
    let whole_form = above(failed.as_ref(), &FIELDS);
    let of = move |name| of_field(failed.as_ref(), name);
    let is_new = connection.is_none();
    let now = connection.unwrap_or_else(|| ConnectionView {
        short_name: String::new(),
        issuer: String::new(),
        client_id: String::new(),
        groups_claim: "groups".into(),
        default_role: None,
        is_on: true,
        is_enforced: false,
        is_proven: false,
        last_test: None,
    });
    let secret_hint = if is_new {
        "It is kept sealed and never shown again."
    } else {
        "Empty keeps the one there is. A new one has to be tested anew."
    };
    view! {
        <section class="panel" aria-labelledby="provider-title">
            <h2 id="provider-title">"Provider"</h2>
            <p>"Make a web application at your provider and give it this redirect address:"</p>
            <p class="fresh-key"><code>{redirect_uri.clone()}</code> <CopyButton text=redirect_uri label="Copy the redirect address"/></p>
            {whole_form}
            <PostForm<ChangeSettings> class="surface-form">
                <Field label="Short name of the company" name="short_name" value=now.short_name required=true maxlength=40 hint="What your people can type instead of their address, such as northwind." error=of("short_name")/>
                <Field label="Issuer" name="issuer" kind="url" inputmode="url" value=now.issuer required=true maxlength=500 hint="Exactly as your provider names it, with or without a slash at its end." error=of("issuer")/>
                <Field label="Client id" name="client_id" value=now.client_id required=true maxlength=200 autocomplete="off" error=of("client_id")/>
                <Field label="Client secret" name="client_secret" kind="password" required=is_new maxlength=500 autocomplete="off" hint=secret_hint error=of("client_secret")/>
                <Field label="Claim with the groups" name="groups_claim" value=now.groups_claim required=true maxlength=60 error=of("groups_claim")/>
                <Select
                    label="Role of whoever is in none of the groups below"
                    name="default_role"
                    value=now.default_role.map(|role| role.as_str().to_owned()).unwrap_or_default()
                    choices=given_roles(Some("None: they are not let in"))
                    error=of("default_role")
                />
                <Checkbox label="People can sign in this way" name="sign_in_on" checked=now.is_on/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<ChangeSettings>>
        </section>
    }
}

/// The button, and what the last test found.
#[component]
pub fn LastTestPanel(last_test: Option<LastTest>) -> impl IntoView {
    view! {
        <section class="panel" id="test" aria-labelledby="test-title">
            <h2 id="test-title">"Test"</h2>
            <p>"You sign in at your provider once. Nobody gets an account by it, and you stay signed in here as you are."</p>
            <PostForm<Test>><SubmitButton kind="secondary">"Test the connection"</SubmitButton></PostForm<Test>>
            {last_test.map(found)}
        </section>
    }
}

fn found(test: LastTest) -> impl IntoView {
    let LastTest {
        at,
        refusal,
        detail,
        email,
        groups,
        role,
    } = test;
    let groups = if groups.is_empty() {
        "None".to_owned()
    } else {
        groups.join(", ")
    };
    let has_person = !email.is_empty();
    view! {
        {match refusal {
            None => view! { <Notice kind="good">"It works: you would have been let in."</Notice> }.into_any(),
            Some(refusal) => view! {
                <Notice kind="error">
                    {refusal.in_words()}
                    {(!detail.is_empty()).then(|| view! { " (" {detail} ")" })}
                </Notice>
            }
            .into_any(),
        }}
        <DefinitionList>
            <Fact name="Tested"><Moment at/></Fact>
            {has_person.then(|| view! {
                <Fact name="E-mail address">{email}</Fact>
                <Fact name="Groups">{groups}</Fact>
                <Fact name="Role here">{role.map_or("None", OrganizationRole::in_words)}</Fact>
            })}
        </DefinitionList>
    }
}

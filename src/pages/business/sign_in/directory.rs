//! Tokens of the company's directory, and what becomes of leavers.

use leptos::prelude::*;

use super::super::files::csv;
use crate::{
    components::{
        Choice, Column, ListTable, Moment, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    islands::CopyButton,
    server_fns::sign_in::{MakeToken, RevokeToken, SetLeaversLines},
    shared::sign_in::{DirectoryTokenRow, DirectoryView, LeaversLines},
};

/// Where the directory writes to, what it shows, and what follows when it deactivates somebody.
#[component]
pub fn Directory(directory: DirectoryView, scim_url: String, fresh_token: Option<String>) -> impl IntoView {
    let failed = failure::<SetLeaversLines>();
    let wrong = of_field(failed.as_ref(), "leavers_lines");
    let DirectoryView {
        tokens,
        leavers_lines,
        ..
    } = directory;
    let columns = vec![
        Column::plain("Token"),
        Column::plain("Made"),
        Column::plain("Last use"),
        Column::plain(""),
    ];
    let choices = LeaversLines::ALL
        .iter()
        .map(|lines| Choice::new(lines.as_str(), lines.in_words()))
        .collect::<Vec<_>>();
    let is_empty = tokens.is_empty();
    view! {
        <section class="panel" id="directory" aria-labelledby="directory-title">
            <h2 id="directory-title">"Directory (SCIM 2.0)"</h2>
            <p>"Give your directory this address and a token. It enters people of your domains, changes them, and deactivates who leaves; who is deactivated is signed out at once."</p>
            <p class="fresh-key"><code>{scim_url.clone()}</code> <CopyButton text=scim_url label="Copy the address"/></p>
            {fresh_token.map(|token| view! {
                <Notice kind="good">
                    <p><b>"Your new token. "</b> "It is shown now and never again: copy it into your directory."</p>
                    <p class="fresh-key"><code id="fresh-token">{token.clone()}</code> <CopyButton text=token label="Copy the token"/></p>
                </Notice>
            })}
            {(!is_empty).then(|| view! {
                <ListTable caption="Tokens of the directory" columns csv=csv("/business/sign-in/tokens.csv")>{tokens.into_iter().map(row).collect_view()}</ListTable>
            })}
            <PostForm<MakeToken>><SubmitButton kind="secondary">"Make a token"</SubmitButton></PostForm<MakeToken>>
            <h3>"When the directory deactivates somebody"</h3>
            <PostForm<SetLeaversLines> class="surface-form">
                <Select label="Lines of the employee with the same address" name="leavers_lines" value=leavers_lines.as_str() choices error=wrong/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<SetLeaversLines>>
        </section>
    }
}

fn row(token: DirectoryTokenRow) -> impl IntoView {
    let DirectoryTokenRow {
        id,
        prefix,
        created_at,
        last_used_at,
    } = token;
    let named = prefix.clone();
    view! {
        <tr>
            <td data-label="Token"><code>{prefix} "…"</code></td>
            <td data-label="Made"><Moment at=created_at/></td>
            <td data-label="Last use">{match last_used_at {
                Some(at) => view! { <Moment at/> }.into_any(),
                None => "Never".into_any(),
            }}</td>
            <td class="row-actions">
                <PostForm<RevokeToken>>
                    <input type="hidden" name="directory_token" value=id.to_string()/>
                    <SubmitButton kind="danger">"Revoke " <span class="visually-hidden">{named}</span></SubmitButton>
                </PostForm<RevokeToken>>
            </td>
        </tr>
    }
}

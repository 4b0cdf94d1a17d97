//! `/admin/resellers/{id}/enter`: why, and then the link.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        Field, Notice, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        admin::saved::{asked_for, refused},
        answer::{answer, id_in_path},
    },
    server_fns::{self, entries::AskEntry},
    shared::{error::AppError, ids::ResellerId},
};

/// The form; with a token in the address, the link.
#[component]
pub fn EnterPage() -> impl IntoView {
    let (id, token) = (id_in_path::<ResellerId>(), asked_for("token"));
    view! {
        <Title text="Enter a shop"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => read(id, token).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

async fn read(id: ResellerId, token: String) -> Result<(ResellerId, String, Option<String>), AppError> {
    let shop = server_fns::resellers::view_reseller(id).await?;
    let link = if token.is_empty() {
        None
    } else {
        Some(server_fns::entries::entry_link(id, token).await?)
    };
    Ok((id, shop.row.name, link))
}

fn show((id, name, link): (ResellerId, String, Option<String>)) -> impl IntoView {
    let failed = failure::<AskEntry>();
    view! {
        <p class="back"><a href=format!("/admin/resellers/{id}")>{name.clone()}</a></p>
        <header class="surface-head"><h1>"Enter " {name}</h1></header>
        <section class="panel">
            {match link {
                Some(link) => view! {
                    <Notice kind="info">"The link works once, for a minute, in this browser or another. Then ask again."</Notice>
                    <p><a class="button button-primary" href=link target="_blank" rel="noopener noreferrer">"Open the shop"</a></p>
                }
                .into_any(),
                None => view! {
                    <p>"You see the shop in its owner's place for half an hour. You can look, and help with brand, prices and customers. Buying, money, staff, keys and exports stay closed. Every change names you and the owner, and the owners read your reason."</p>
                    {refused(failed.as_ref())}
                    <PostForm<AskEntry> class="surface-form">
                        <input type="hidden" name="id" value=id.to_string()/>
                        <Field label="Reason" name="reason" required=true minlength=5 maxlength=500 hint="The shop's owners read it." error=of_field(failed.as_ref(), "reason")/>
                        <SubmitButton>"Make a link"</SubmitButton>
                    </PostForm<AskEntry>>
                }
                .into_any(),
            }}
        </section>
    }
}

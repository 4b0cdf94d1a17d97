//! Logo and favicon: choose a kept one, or upload another.

use leptos::prelude::*;

use super::meanwhile::above;
use crate::{
    components::{Notice, PostForm, SubmitButton, form::failure},
    server_fns::brand::ChoosePictures,
    shared::{
        brand::{KeptPicture, Studio},
        ids::AssetId,
    },
};

/// What a refused upload is told, by the word in the address.
fn refusal(word: &str) -> Option<&'static str> {
    Some(match word {
        "empty" => "That file is empty. Nothing was changed. Please choose a picture.",
        "bytes" => "That file has more than 2 MB. Nothing was changed. Please make it smaller.",
        "pixels" => {
            "That picture has more than 4096 pixels in a direction. Nothing was changed. Please make it smaller."
        }
        "kind" => {
            "That is no PNG, JPEG or WebP picture. Nothing was changed. Drawings such as SVG have to be exported as PNG."
        }
        "incomplete" => {
            "The upload did not arrive whole. Nothing was changed. Files may have up to 2 MB. Please try again."
        }
        "stale" => {
            "Somebody else changed the draft since you opened this page, so the picture was not taken. Look at the draft as it is now, then upload again."
        }
        _ => return None,
    })
}

/// Choosing and uploading. `refused` is the word of an upload that was not taken.
#[component]
pub fn PicturesPanel(studio: Studio, refused: String) -> impl IntoView {
    let failed = failure::<ChoosePictures>();
    let Studio {
        revision,
        pictures,
        logo,
        favicon,
        may_edit,
        ..
    } = studio;
    let uploading = revision.clone();
    view! {
        <section class="panel" id="pictures" aria-labelledby="pictures-title">
            <h2 id="pictures-title">"Logo and favicon"</h2>
            {refusal(&refused).map(|sentence| view! { <Notice kind="error">{sentence}</Notice> })}
            {above(failed.as_ref())}
            <PostForm<ChoosePictures> class="form">
                <input type="hidden" name="revision" value=revision/>
                {kept_ones("Logo", "logo", "The shop's name in letters", &pictures, logo, may_edit)}
                {kept_ones("Favicon", "favicon", "None", &pictures, favicon, may_edit)}
                {may_edit.then(|| view! { <SubmitButton kind="secondary">"Use these pictures"</SubmitButton> })}
            </PostForm<ChoosePictures>>
            {may_edit.then(|| view! {
                <div class="brand-uploads">
                    <Upload label="Upload a logo" kind="logo" revision=uploading.clone()/>
                    <Upload label="Upload a favicon" kind="favicon" revision=uploading/>
                </div>
                <p class="panel-note">"PNG, JPEG or WebP, up to 2 MB and 4096 × 4096 pixels. We draw the picture anew in the size it is needed; nothing hidden in the file is kept. The 20 newest pictures stay to choose from."</p>
            })}
        </section>
    }
}

fn kept_ones(
    label: &'static str,
    kind: &'static str,
    none: &'static str,
    pictures: &[KeptPicture],
    chosen: Option<AssetId>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let ones: Vec<KeptPicture> = pictures.iter().filter(|one| one.kind == kind).cloned().collect();
    let one = move |picture: KeptPicture| {
        let name = format!(
            "Uploaded on {}",
            picture.uploaded_at.format("%-d %b %Y, %H:%M UTC")
        );
        view! {
            <label class="brand-picture">
                <input type="radio" name=kind value=picture.id.to_string() checked=chosen == Some(picture.id)/>
                <img src=format!("/brand/{}", picture.id) alt=name height="36" loading="lazy"/>
            </label>
        }
    };
    view! {
        <fieldset class="brand-pictures" disabled=!may_edit>
            <legend class="field-label">{label}</legend>
            <label class="brand-picture">
                <input type="radio" name=kind value="" checked=chosen.is_none()/>
                <span>{none}</span>
            </label>
            {ones.into_iter().map(one).collect_view()}
        </fieldset>
    }
}

#[component]
fn Upload(label: &'static str, kind: &'static str, revision: String) -> impl IntoView {
    let id = format!("upload-{kind}");
    view! {
        <form class="form" method="post" action="/reseller/brand/pictures" enctype="multipart/form-data">
            <input type="hidden" name="revision" value=revision/>
            <input type="hidden" name="kind" value=kind/>
            <div class="field">
                <label class="field-label" for=id.clone()>{label}</label>
                <input class="field-input" id=id type="file" name="picture" accept="image/png,image/jpeg,image/webp" required/>
            </div>
            <SubmitButton kind="secondary">"Upload"</SubmitButton>
        </form>
    }
}

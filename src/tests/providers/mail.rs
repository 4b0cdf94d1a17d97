//! Letters as files.

use clouddail::providers::mail::{Letter, Mailer, files::FileMailer, smtp::SmtpMailer};

#[tokio::test]
async fn a_letter_becomes_two_files_inside_the_folder() {
    let folder = std::env::temp_dir().join(format!("letters-{}", uuid::Uuid::now_v7()));
    let letter = Letter {
        id: "../not_1".into(),
        from_name: "Aurora Mobile".into(),
        from_email: "shop@aurora.test".into(),
        reply_to: "help@aurora.test".into(),
        to: "customer@aurora.test".into(),
        subject: "Grüße".into(),
        text: "Hello".into(),
        html: "<p>Hello</p>".into(),
    };
    FileMailer::new(folder.clone()).send(&letter).await.unwrap();
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names[0].ends_with("----not_1.eml") || names[0].ends_with("---not_1.eml"),
        "{names:?}"
    );
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join(&names[1])).unwrap()).unwrap();
    assert_eq!(
        (&json["to"], &json["subject"]),
        (&"customer@aurora.test".into(), &"Grüße".into())
    );
    let eml = std::fs::read_to_string(folder.join(&names[0])).unwrap();
    assert!(
        eml.contains("@aurora.test>") && eml.contains("multipart/alternative"),
        "{eml}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_wrong_smtp_url_is_not_repeated() {
    let error = SmtpMailer::new(&"nonsense://user:hunter2@host".into())
        .err()
        .unwrap()
        .to_string();
    assert!(!error.contains("hunter2"), "{error}");
}

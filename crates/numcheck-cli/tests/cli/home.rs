//! A home directory with a project in it, and configuration files of both.

use std::path::PathBuf;

use crate::support::{Tool, numcheck};

/// A home with a project in it, and files of both.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(home.path().join("project/lists")).expect("folders");
        Self(home)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(&path, text).expect("it can be written");
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn user(&self, text: &str) -> String {
        self.write(".config/numcheck/numcheck.toml", text)
    }

    pub(crate) fn project(&self, text: &str) -> String {
        self.write("project/numcheck.toml", text)
    }

    /// The tool in a folder of the project.
    pub(crate) fn numcheck(&self, args: &str) -> Tool {
        let home = self.0.path().to_string_lossy();
        numcheck(args).env("HOME", &home).env("PATH", "/usr/bin:/bin").dir(&self.path("project/lists"))
    }

    /// The value and the kind of origin of a setting.
    pub(crate) fn shown(&self, args: &str, key: &str) -> (serde_json::Value, serde_json::Value) {
        let ran = self.numcheck(&format!("config show -f json {args}")).run();
        assert_eq!(ran.code, 0, "{ran:?}");
        let settings = ran.json()[0]["settings"].as_array().expect("a list").clone();
        let setting = settings.into_iter().find(|setting| setting["key"] == key).expect(key);
        (setting["value"].clone(), setting["origin"]["kind"].clone())
    }

    #[cfg(unix)]
    pub(crate) fn mode(&self, path: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(self.path(path), std::fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    /// That a file is its owner's alone.
    pub(crate) fn assert_private(&self, name: &str) {
        let metadata = std::fs::metadata(self.path(name)).expect("it is there");
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&metadata) & 0o777, 0o600, "{name}");
        #[cfg(not(unix))]
        drop(metadata);
    }
}

//! What this crate says to people, in English and in Chinese.

use numcheck_core::{Message, messages};

/// The names of credentials, as the vendor's console shows them.
pub(crate) const KEY: Message = Message::of("key", "KEY");
#[cfg(feature = "encrypted")]
pub(crate) const OPENID: Message = Message::of("openid", "OPENID");

messages! {
    no_such_code() { "the vendor's code is not in its document", "服务商返回的代码不在其文档中" }
    other_number() { "the reply is about another number", "返回的是另一个号码的结果" }
    no_result() {
        "the reply says success and holds no readable result",
        "返回成功，但其中没有可读的结果",
    }
    no_status() { "the row of this number has no status", "该号码的那一行没有状态" }
    lost_row() {
        "the reply has no row for this number, and its count of billed numbers does not show that it was free",
        "返回中没有这个号码，从计费条数也看不出它没有计费",
    }
}

#[cfg(feature = "encrypted")]
pub(crate) use encrypted::*;

/// The public key of RSA, as people paste it.
#[cfg(feature = "encrypted")]
mod encrypted {
    use numcheck_core::messages;

    messages! {
        not_encrypted() {
            "the number could not be encrypted: nothing was sent",
            "号码加密失败，请求没有发出",
        }
        bad_key(wrong) { "the RSA public key {wrong}", "RSA 公钥{wrong}" }
        key_empty() { "is empty", "为空" }
        key_weak(bits, fewest) {
            "has {bits} bits, and fewer than {fewest} protect nothing: get a new one from the vendor",
            "只有 {bits} 位，低于 {fewest} 位起不到保护作用：请向服务商换一个新的",
        }
        key_private() {
            "is a private key: keep it to yourself, and give the public key the vendor's console shows",
            "处填的是私钥：私钥请自己保管，这里要填服务商控制台显示的公钥",
        }
        key_certificate() {
            "is a certificate: give the public key the vendor's console shows (openssl x509 -pubkey gets it out)",
            "处填的是证书：请填服务商控制台显示的公钥（可用 openssl x509 -pubkey 导出）",
        }
        key_not_rsa() {
            "is for another algorithm than RSA: give the RSA public key the vendor's console shows",
            "用的是别的算法：请填服务商控制台显示的 RSA 公钥",
        }
        key_ssh() {
            "is an SSH key: turn it into PEM (ssh-keygen -e -m PKCS8 -f FILE), and see that it is the one the vendor's console shows",
            "是 SSH 格式：请转成 PEM（ssh-keygen -e -m PKCS8 -f FILE），并确认就是服务商控制台显示的那一个",
        }
        key_binary() {
            "is DER, which is binary: turn it into PEM (openssl pkey -pubin -inform DER -in FILE)",
            "是二进制的 DER 格式：请转成 PEM（openssl pkey -pubin -inform DER -in FILE）",
        }
        key_not_one() {
            "is not one: it is a long text of letters and digits that begins with MI, as the vendor's console shows it",
            "不对：公钥是以 MI 开头的一长串字母和数字，与服务商控制台显示的一致",
        }
        key_labelled() {
            "has words before it: copy the key alone, from -----BEGIN or from the MI that it begins with",
            "前面带了别的文字：请只复制公钥本身，从 -----BEGIN 或开头的 MI 开始",
        }
        key_cut() { "is cut off: copy it again, whole", "不完整：请重新完整复制" }
        key_not_base64(at) {
            "is not base64 (character {at}): copy the key alone, without names or quotes",
            "不是 base64（第 {at} 个字符有误）：请只复制公钥本身，不要带名称或引号",
        }
        key_other_form() {
            "is neither SPKI nor PKCS#1, or has more than 4096 bits: copy it again from the vendor's console, whole",
            "既不是 SPKI 也不是 PKCS#1，或者超过 4096 位：请从服务商控制台重新完整复制",
        }
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn both_languages_say_everything() {
            for (key, en, zh) in super::TABLE {
                assert_eq!(numcheck_core::wrong_with(en, zh), None, "{key}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_languages_say_everything() {
        for (key, en, zh) in super::TABLE {
            assert_eq!(numcheck_core::wrong_with(en, zh), None, "{key}");
        }
    }
}

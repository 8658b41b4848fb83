//! What this crate says to people, in English and in Chinese.

use numcheck_core::messages;

messages! {
    // The address and the client.
    zero_timeout() { "the time-out is zero: nothing could ever answer", "超时时间为零，不可能等到任何回应" }
    bad_proxy() { "the proxy is no URL: write it as http://host:port", "代理地址不是有效的 URL：请写成 http://host:port" }
    no_client() { "the HTTP client cannot be set up", "HTTP 客户端无法初始化" }
    base_not_url(error) {
        "the base URL is not a URL ({error}): write it as https://host",
        "接口地址不是有效的 URL（{error}）：请写成 https://host",
    }
    base_with_credentials() {
        "the base URL holds a user name or password: credentials go nowhere near a URL",
        "接口地址里带了用户名或密码：凭证不能写在 URL 里",
    }
    base_with_query() {
        "the base URL has a query or a fragment: write scheme, host and port alone",
        "接口地址带了查询参数或 # 片段：只写协议、主机和端口即可",
    }
    base_without_host() {
        "the base URL has no host: write it as https://host",
        "接口地址里没有主机名：请写成 https://host",
    }
    plain_http(host) {
        "plain http to {host} would show the key and every number on the way: use https, or allow http in so many words (--allow-http)",
        "用明文 http 访问 {host}，KEY 和号码在途中都会被看到：请改用 https；确实要用 http，须加 --allow-http",
    }
    other_scheme(scheme) {
        "the base URL's scheme is {scheme}: only https and http are spoken",
        "接口地址的协议是 {scheme}：只支持 https 和 http",
    }

    // Before the head of the reply.
    not_built() { "the request could not be built", "请求无法生成" }
    bad_certificate() {
        "the vendor's certificate is not trusted: nothing was sent. Check the address, the clock and any proxy that reads https",
        "服务商的证书不受信任，请求没有发出。请检查接口地址、本机时间，以及是否有解密 https 的代理",
    }
    no_tls() {
        "TLS could not be agreed on: nothing was sent. If the vendor speaks plain http only, allow it in so many words (--allow-http)",
        "TLS 握手失败，请求没有发出。如果服务商只支持明文 http，须加 --allow-http",
    }
    slow_connect() { "connecting took too long: nothing was sent", "连接超时，请求没有发出" }
    no_connect() { "the vendor cannot be reached: nothing was sent", "连不上服务商，请求没有发出" }
    closed_before() { "the connection closed before anything was sent", "连接在请求发出之前就已断开" }
    no_reply() { "no reply came in time: the request was sent", "请求已发出，没有等到回应" }
    broke_before_reply() {
        "the connection broke before the reply: the request may have been seen",
        "连接在收到回应之前断开，服务商可能已收到请求",
    }

    // The reply.
    reply_not_ended() { "the reply did not end in time", "返回内容没有在时限内接收完" }
    reply_cut() { "the reply was cut off", "返回内容没有接收完就断开了" }
    reply_too_long(cap) { "the reply is longer than {cap} bytes", "返回内容超过 {cap} 字节" }
    unnamed_place() { "an unnamed place", "未注明的地址" }
    redirect(status, host, money) {
        "the vendor's address redirects (HTTP {status}) to {host}: not followed, and {money}. Check the base URL",
        "服务商的地址重定向（HTTP {status}）到 {host}：没有跟随，{money}。请检查接口地址",
    }
    redirect_free() { "taken as free", "视为未计费" }
    redirect_303() {
        "taken as free, though HTTP 303 can follow a request that was processed",
        "视为未计费（不过 HTTP 303 也可能出现在请求已处理之后）",
    }
    redirect_304() {
        "taken as free, though HTTP 304 answers no POST",
        "视为未计费（不过 HTTP 304 本不该用来回应 POST）",
    }
    too_many_requests() { "the vendor says: too many requests (HTTP 429)", "服务商提示请求过于频繁（HTTP 429）" }
    gateway_auth() {
        "the vendor's gateway refuses the credentials or the address",
        "服务商网关拒绝了凭证或本机 IP",
    }
    gateway_request() {
        "the vendor's gateway refuses the request: check the base URL",
        "服务商网关拒绝了请求：请检查接口地址",
    }
    reply_empty() { "the reply is empty", "返回内容为空" }
    reply_other_shape() {
        "the reply is JSON of another shape than the document's",
        "返回的 JSON 结构与文档不符",
    }
    reply_not_json() { "the reply is not JSON", "返回内容不是 JSON" }
    gateway_unavailable() {
        "the vendor's gateway is not available (HTTP 503)",
        "服务商网关暂时不可用（HTTP 503）",
    }
    gateway_failed() { "the vendor's gateway failed", "服务商网关出错" }
    odd_status() { "the reply has an HTTP status no document names", "返回了文档中没有的 HTTP 状态码" }

    // A credential.
    credential(name, wrong) { "the {name} {wrong}", "“{name}”{wrong}" }
    credential_empty() { "is empty", "为空" }
    credential_short() { "is shorter than four characters", "不足 4 个字符" }
    credential_blank() {
        "holds white space or control characters: copy it again, alone",
        "含有空白或控制字符：请重新复制，不要带上别的内容",
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

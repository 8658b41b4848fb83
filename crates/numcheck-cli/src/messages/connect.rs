use numcheck_core::messages;

messages! {
    no_vendor(base_url) { "--base-url {base_url} names no vendor of this tool", "没有 --base-url {base_url} 指定的这家服务商" }
    see_products() { "see numcheck products", "可用的见 numcheck products" }
    no_variant(product, encryption) { "{product} has no {encryption} variant", "{product} 没有 {encryption} 加密方式" }
    leave_encrypt() { "leave --encrypt out", "去掉 --encrypt" }
    leave_encrypt_or(products) { "leave --encrypt out, or ask {products}", "去掉 --encrypt，或改用 {products}" }
    through_proxy(products, proxy) { "{products}: asked through the proxy {proxy}", "{products} 经代理 {proxy} 查询" }
    not_in_sandbox(product) { "{product} is not in the sandbox", "沙箱里没有 {product}" }
    not_in_sandbox_cure() {
        "leave --sandbox out, or point --base-url to a sandbox of your own",
        "去掉 --sandbox，或用 --base-url 指向自己的沙箱",
    }
}

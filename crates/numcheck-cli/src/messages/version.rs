use numcheck_core::messages;

messages! {
    commit(commit) { "commit    {commit}", "提交      {commit}" }
    rustc(rustc) { "compiler  {rustc}", "编译器    {rustc}" }
    target(target) { "target    {target}", "目标平台  {target}" }
    profile(profile) { "profile   {profile}", "构建配置  {profile}" }
    features(features) { "features  {features}", "特性      {features}" }
    none() { "none", "无" }
    ledger(version) { "ledger    version {version}", "台账格式  第 {version} 版" }
    documents() { "vendors' documents:", "所依据的服务商文档：" }
    document(product, document) { "  {product}  {document}", "  {product}  {document}" }
    undated(document) { "{document} (no date)", "{document}（未注明日期）" }
}

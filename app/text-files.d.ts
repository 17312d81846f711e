// next.config.ts reads the templates of pipelines as text.
declare module "*.yml" {
  const text: string
  export default text
}
declare module "*.yaml" {
  const text: string
  export default text
}
declare module "*.groovy" {
  const text: string
  export default text
}
declare module "*.sh" {
  const text: string
  export default text
}

const placeholders = /https:\/\/slipway\.example\.com|\bshop\b|\bprod\b/g

interface TemplateValues {
  url: string
  /** Empty: keep the example of the template. */
  application: string
  environment: string
}

/** Fills the template with the user's values. A name that would need quotes is left as in the example. */
export function fillTemplate(text: string, { url, application, environment }: TemplateValues): string {
  const isPlain = /^[A-Za-z][\w./-]*$/.test(environment)
  return text.replace(placeholders, (found) => {
    if (found === "shop") return application || found
    if (found === "prod") return isPlain ? environment : found
    return url || found
  })
}

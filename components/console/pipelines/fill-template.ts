/** What stands in a template for something of the user. */
const placeholders = /https:\/\/slipway\.example\.com|\bshop\b|\bprod\b/g

interface TemplateValues {
  url: string
  /** Empty: the example of the template stays. */
  application: string
  environment: string
}

/** The template with the user's own values. A name that would need quotes stays as in the example. */
export function fillTemplate(text: string, { url, application, environment }: TemplateValues): string {
  const isPlain = /^[A-Za-z][\w./-]*$/.test(environment)
  return text.replace(placeholders, (found) => {
    if (found === "shop") return application || found
    if (found === "prod") return isPlain ? environment : found
    return url || found
  })
}

import { ButtonLink } from "@/components/ui/button"
import { pages } from "@/lib/platform/paths"

/** Links to the page that shows the request to send, and creates a token for it. */
export function HowToRecord() {
  return <ButtonLink href={pages.overview()}>Show how to record a deployment</ButtonLink>
}

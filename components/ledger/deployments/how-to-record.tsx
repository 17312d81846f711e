import { Button } from "@/components/ui/button"
import { PageLink } from "@/components/ui/page-link"
import { pages } from "@/lib/platform/paths"

/** Links to the page that shows the request to send, and creates a token for it. */
export function HowToRecord() {
  return (
    <Button asChild>
      <PageLink href={pages.overview()}>Show how to record a deployment</PageLink>
    </Button>
  )
}

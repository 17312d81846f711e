import { Button } from "@/components/ui/button"
import { PageLink } from "@/components/ui/page-link"
import { pages } from "@/lib/platform/paths"

/** To where an empty ledger shows the request to send, and makes the token for it. */
export function HowToRecord() {
  return (
    <Button asChild>
      <PageLink href={pages.overview()}>Show how to record one</PageLink>
    </Button>
  )
}

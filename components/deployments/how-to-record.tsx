import NextLink from "next/link"
import { Button } from "@/components/ui/button"
import { pages } from "@/lib/paths"

/** To where an empty ledger shows the request to send, and makes the token for it. */
export function HowToRecord() {
  return (
    <Button asChild>
      <NextLink href={pages.overview()}>Show how to record one</NextLink>
    </Button>
  )
}

import NextLink from "next/link"
import type { ComponentProps } from "react"

/**
 * A link to a page of the console, without a look of its own. It reads nothing ahead: every page is drawn from the newest
 * data when it is opened, so what Next would fetch for each link in view is thrown away.
 */
export function PageLink({ prefetch = false, ...rest }: ComponentProps<typeof NextLink>) {
  return <NextLink {...rest} prefetch={prefetch} />
}

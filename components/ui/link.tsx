import clsx from "clsx"
import type { ComponentProps } from "react"
import { PageLink } from "@/components/ui/page-link"

const linkClass =
  "touch-line rounded-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"

export function Link({ className, ...rest }: ComponentProps<typeof PageLink>) {
  return <PageLink {...rest} className={clsx(linkClass, className)} />
}

interface ExternalLinkProps extends Omit<ComponentProps<"a">, "href"> {
  /** Only http and https URLs become links; others are shown as plain text. */
  href: string
}

/** A link out of the console; never follows a recorded javascript: URL. */
export function ExternalLink({ href, className, children, ...rest }: ExternalLinkProps) {
  if (!/^https?:\/\//i.test(href)) return <span className={className}>{children}</span>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" {...rest} className={clsx(linkClass, className)}>
      {children}
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  )
}

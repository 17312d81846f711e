import { PageLink } from "@/components/ui/page-link"
import { pages } from "@/lib/platform/paths"

export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 20 20">
      <path
        d="M1.5 17.5 18.5 12"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        className="text-muted"
      />
      <path
        d="M3 9.2 16.8 4.8 C16.4 8.4 14.6 10.6 11.4 11.6 L7.4 12.9 C5 13.4 3.4 12 3 9.2 Z"
        className="fill-accent"
      />
    </svg>
  )
}

export function Wordmark() {
  return (
    <PageLink
      href={pages.overview()}
      className="flex items-center gap-2 rounded-sm text-base font-medium tracking-tight"
    >
      <Mark />
      <span className="icons:sr-only">Slipway</span>
    </PageLink>
  )
}

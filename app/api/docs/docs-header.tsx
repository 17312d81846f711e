import { Mark } from "@/components/layout/wordmark"
import { PageLink } from "@/components/ui/page-link"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { api, pages } from "@/lib/platform/paths"

export function DocsHeader() {
  const quiet = "touch-line rounded-sm text-muted hover:text-text"
  return (
    <header className="border-b border-line bg-surface">
      <nav
        aria-label="Slipway"
        className="mx-auto flex h-12 max-w-6xl items-center gap-5 px-4 text-sm md:px-8"
      >
        <PageLink
          href={pages.overview()}
          className="touch-line flex items-center gap-2 rounded-sm font-medium"
        >
          <Mark />
          Slipway
        </PageLink>
        <span className="flex-1" />
        <PageLink href={pages.apiDocs()} className={quiet}>
          Reference
        </PageLink>
        <PageLink href={`${pages.apiDocs()}/errors`} className={quiet}>
          Errors
        </PageLink>
        <a href={api("/openapi.json")} className={quiet}>
          openapi.json
        </a>
      </nav>
    </header>
  )
}

export function Json({ label, text }: { label: string; text: string }) {
  return (
    <ScrollRegion label={label} className="mt-4 max-w-146 rounded-md border border-line bg-raised p-3">
      <pre className="font-mono text-xs select-all">{text}</pre>
    </ScrollRegion>
  )
}

/** A paragraph that renders text between backticks as code. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return <p className={className}>{withCode(text)}</p>
}

function withCode(text: string) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text are never reordered
      <code key={index} className="font-mono text-xs text-text">
        {part}
      </code>
    ) : (
      part
    ),
  )
}

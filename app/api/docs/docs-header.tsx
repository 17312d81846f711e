import { Mark } from "@/components/layout/wordmark"
import { PageLink } from "@/components/ui/page-link"
import { api, pages } from "@/lib/platform/paths"

export function DocsHeader() {
  const quiet = "rounded-sm text-muted hover:text-text"
  return (
    <header className="border-b border-line bg-surface">
      <nav
        aria-label="Slipway"
        className="mx-auto flex h-12 max-w-6xl items-center gap-5 px-4 text-sm md:px-8"
      >
        <PageLink href={pages.overview()} className="flex items-center gap-2 rounded-sm font-medium">
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
        <a href={api.openapi()} className={quiet}>
          openapi.json
        </a>
      </nav>
    </header>
  )
}

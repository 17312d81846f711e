import clsx from "clsx"
import type { ReactNode } from "react"
import ReactMarkdown, { type Components } from "react-markdown"
import remarkGfm from "remark-gfm"
import { ExternalLink } from "@/components/ui/link"

const isWeb = (href: string | undefined): href is string => /^https?:\/\//.test(href ?? "")

/**
 * The readme is untrusted: raw HTML is dropped, only web addresses become links, and images render as their alt text so
 * that nothing is loaded from other hosts. Headings start one level below the page heading.
 */
const components: Components = {
  h1: ({ children }) => <h2 className="mt-6 mb-2 text-lg font-medium first:mt-0">{children}</h2>,
  h2: ({ children }) => <h3 className="mt-6 mb-2 text-base font-medium first:mt-0">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-4 mb-1 text-sm font-medium">{children}</h4>,
  h4: ({ children }) => <h5 className="mt-4 mb-1 text-sm font-medium">{children}</h5>,
  h5: ({ children }) => <h6 className="mt-4 mb-1 text-sm font-medium">{children}</h6>,
  h6: ({ children }) => <h6 className="mt-4 mb-1 text-sm font-medium">{children}</h6>,
  p: ({ children }) => <p className="my-2 leading-6">{children}</p>,
  a: ({ href, children }) =>
    isWeb(href) ? <ExternalLink href={href}>{children}</ExternalLink> : <span>{children}</span>,
  img: ({ alt }) => <span className="text-muted">{alt ? `[${alt}]` : null}</span>,
  ul: ({ children }) => <ul className="my-2 list-disc pl-5 leading-6">{children}</ul>,
  ol: ({ children }) => <ol className="my-2 list-decimal pl-5 leading-6">{children}</ol>,
  input: ({ checked }) => (checked ? "☑ " : "☐ "),
  blockquote: ({ children }) => (
    <blockquote className="my-2 border-l-2 border-line-strong pl-3 text-muted">{children}</blockquote>
  ),
  hr: () => <hr className="my-4 border-line" />,
  code: ({ children }) => (
    <code className="rounded-sm bg-raised px-1 py-0.5 font-mono text-xs">{children}</code>
  ),
  pre: ({ children }) => (
    <Scrolling label="code" className="my-3 rounded-md border border-line bg-canvas px-3 py-2.5">
      <pre className="font-mono text-xs leading-5 [&>code]:bg-transparent [&>code]:p-0">{children}</pre>
    </Scrolling>
  ),
  table: ({ children }) => (
    <Scrolling label="table" className="my-3 rounded-md border border-line">
      <table className="w-full text-left text-sm">{children}</table>
    </Scrolling>
  ),
  th: ({ children }) => (
    <th className="border-b border-line px-3 py-1.5 text-xs font-medium text-muted">{children}</th>
  ),
  td: ({ children }) => <td className="border-b border-line px-3 py-1.5 align-top">{children}</td>,
}

type ScrollingProps = { label: string; className: string; children: ReactNode }

/** Not a landmark: a page with many code blocks would have too many of them. */
function Scrolling({ label, className, children }: ScrollingProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys can scroll it only with a tab stop
    <div role="group" aria-label={label} tabIndex={0} className={clsx("overflow-x-auto", className)}>
      {children}
    </div>
  )
}

export default function Markdown({ text }: { text: string }) {
  return (
    <ReactMarkdown skipHtml remarkPlugins={[remarkGfm]} components={components}>
      {text}
    </ReactMarkdown>
  )
}

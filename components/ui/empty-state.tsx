import dynamic from "next/dynamic"
import type { ReactNode } from "react"

// Few empty states have a command.
const CodeBlock = dynamic(() => import("@/components/ui/copy").then((file) => file.CodeBlock))

interface EmptyStateProps {
  title: string
  children?: ReactNode
  curl?: string
  actions?: ReactNode
}

export function EmptyState({ title, children, curl, actions }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center gap-3 px-4 py-12 text-center">
      <svg aria-hidden="true" width="40" height="24" viewBox="0 0 40 24" className="text-ghost">
        <path d="M1 20 H39 M5 20 V15 M35 20 V15" stroke="currentColor" strokeWidth="1.25" fill="none" />
        <path
          d="M4 11 24 4 M24 4 36 11"
          stroke="currentColor"
          strokeWidth="1.25"
          strokeDasharray="2 3"
          fill="none"
        />
      </svg>
      <p className="text-base font-medium">{title}</p>
      {children && <div className="text-sm text-muted">{children}</div>}
      {curl && (
        <div className="w-full">
          <CodeBlock code={curl} label="curl command" />
        </div>
      )}
      {actions && <div className="flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

import clsx from "clsx"
import type { ReactNode } from "react"

export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <kbd
      className={clsx(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line bg-canvas px-1 font-sans text-2xs text-muted",
        className,
      )}
    >
      {children}
    </kbd>
  )
}

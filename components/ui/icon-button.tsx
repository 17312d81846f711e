import clsx from "clsx"
import type { ComponentProps, ReactNode } from "react"
import { PageLink } from "@/components/ui/page-link"
import { Tooltip } from "@/components/ui/tooltip"

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  /** The accessible name, also shown as a tooltip. */
  label: string
  shortcut?: string
  size?: "sm" | "md"
  children: ReactNode
}

const sizes = { sm: "size-6", md: "size-8" }

const variantClass =
  "inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 " +
  "hover:bg-raised hover:text-text disabled:pointer-events-none disabled:opacity-40 data-[state=open]:bg-raised " +
  "pointer-coarse:size-10"

export function IconButton({ label, shortcut, size = "md", className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={shortcut ? `${label} (${shortcut})` : label} labels>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={clsx(variantClass, sizes[size], className)}
      >
        {children}
      </button>
    </Tooltip>
  )
}

export function IconLink({ label, href, children }: { label: string; href: string; children: ReactNode }) {
  return (
    <Tooltip content={label} labels>
      <PageLink href={href} aria-label={label} className={clsx(variantClass, sizes.md)}>
        {children}
      </PageLink>
    </Tooltip>
  )
}

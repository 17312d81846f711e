import clsx from "clsx"

const variants = {
  primary: "border-accent bg-accent text-accent-ink hover:bg-accent/90",
  secondary: "border-line bg-surface text-text hover:border-line-strong hover:bg-raised",
  ghost:
    "border-transparent text-muted hover:bg-raised hover:text-text data-[state=open]:bg-raised print:hidden",
  danger: "border-failed/40 bg-surface text-failed hover:border-failed hover:bg-failed/8",
}

const sizes = {
  sm: "h-7 px-2 text-xs gap-1.5 pointer-coarse:h-10",
  md: "h-8 px-3 text-sm gap-2 pointer-coarse:h-10",
}

export type ButtonVariant = keyof typeof variants
export type ButtonSize = keyof typeof sizes

export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return clsx(
    "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none",
    "transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
  )
}

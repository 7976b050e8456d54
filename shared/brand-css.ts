import type { AccentColors, BrandColors } from './protocol/brand-messages.ts'

/** A brand's colours as styles, which replace the tokens of `web/ui/tokens.css`. Print is always light. */
export const brandCss = ({ light, dark }: BrandColors): string =>
  `:root,:root[data-mantine-color-scheme="light"]{${declared(light)}}` +
  `@media screen{:root[data-mantine-color-scheme="dark"]{${declared(dark)}}}`

const declared = ({ accent, onAccent, accentHover, accentTint, changed }: AccentColors): string =>
  `--accent:${accent};--on-accent:${onAccent};--accent-hover:${accentHover};` +
  `--accent-tint:${accentTint};--changed:${changed}`

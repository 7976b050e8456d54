import {
  colorsTuple,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type MantineTheme,
  type MantineThemeComponents,
  type VariantColorsResolver,
} from '@mantine/core'

/** Its steps are not used: colours by meaning come from the tokens. */
const terracotta = colorsTuple('#a93f12')

/** Warm greys, for everything that falls back to Mantine's greys. */
const paper: MantineColorsTuple = [
  '#fbf8f3',
  '#f2ece2',
  '#e3dacb',
  '#cfc4b3',
  '#b5aa9a',
  '#857a6b',
  '#655c50',
  '#3a332a',
  '#2a251e',
  '#15120e',
]

const night: MantineColorsTuple = [
  '#f5efe6',
  '#d8cebf',
  '#b5aa9a',
  '#8c8172',
  '#4d4438',
  '#3a332a',
  '#1f1b16',
  '#15120e',
  '#100d0a',
  '#0b0907',
]

const meanings = ['accent', 'ok', 'warn', 'bad', 'ink']

/**
 * Colours by meaning come from the tokens, in every variant. `bad` is for what cannot be taken back, in menus and where
 * it is confirmed; the button that leads there is `ink`.
 */
const variantColorResolver: VariantColorsResolver = (input) => {
  const color = input.color ?? 'accent'
  if (!meanings.includes(color)) return defaultVariantColorsResolver(input)
  const own = `var(--${color})`
  const tint = color === 'ink' ? 'var(--sunk)' : `var(--${color}-tint)`
  const plain = { background: 'transparent', hover: tint, color: own, border: '1px solid transparent' }
  switch (input.variant) {
    case 'filled':
      return {
        background: own,
        hover: color === 'accent' ? 'var(--accent-hover)' : own,
        color: color === 'accent' ? 'var(--on-accent)' : 'var(--ground)',
        border: '1px solid transparent',
      }
    case 'light':
      return { ...plain, background: tint }
    case 'outline':
      return { ...plain, border: `1px solid ${own}` }
    case 'subtle':
    case 'transparent':
      return plain
    default:
      return defaultVariantColorsResolver(input)
  }
}

/** Defaults that differ from Mantine's. Plain objects: `Button.extend` would load the component on every page. */
const components: MantineThemeComponents = {
  Button: { defaultProps: { size: 'md' }, vars: heights('root', '--button-height') },
  Input: { defaultProps: { size: 'md' }, vars: heights('wrapper', '--input-height') },
  PasswordInput: { defaultProps: { size: 'md' } },
  Checkbox: { defaultProps: { size: 'md' } },
}

/** 44 px, large enough for a thumb, for the size `md` of a component. */
function heights(selector: string, variable: string) {
  return (_theme: MantineTheme, { size }: { size?: string }) => ({
    [selector]: size === 'md' ? { [variable]: '2.75rem' } : {},
  })
}

/** Our Mantine theme. Controls are 44 px high by default and 36 px in `sm`, and never blue. */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent: terracotta, blue: terracotta, gray: paper, dark: night },
  variantColorResolver,
  white: '#ffffff',
  black: '#211c16',
  fontFamily: 'var(--font-text)',
  headings: { fontFamily: 'var(--font-heading)', fontWeight: '750' },
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1.0625rem', lg: '1.3125rem', xl: '1.75rem' },
  lineHeights: { xs: '1.385', sm: '1.467', md: '1.529', lg: '1.333', xl: '1.214' },
  fontWeights: { regular: '400', medium: '600', bold: '750' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' },
  radius: { xs: '6px', sm: '6px', md: '6px', lg: '14px', xl: '14px' },
  defaultRadius: 'md',
  shadows: {
    xs: 'none',
    sm: 'none',
    md: 'var(--shadow)',
    lg: 'var(--shadow)',
    xl: 'var(--shadow)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components,
})

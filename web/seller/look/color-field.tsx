import { Button, Group, TextInput } from '@mantine/core'
import { type CSSProperties, useEffect, useState } from 'react'
import type { AccentColors, BrandColors } from '../../../shared/protocol/brand-messages.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import styles from './look.module.css'
import { colorsOf } from './save-look.ts'

export interface ColorFieldProps {
  color: string
  error: string | undefined
  onChange: (color: string) => void
}

export const isColor = (text: string): boolean => /^#[0-9a-f]{6}$/.test(text)
const standard = '#a93f12'
/** A colour is asked for once it has been still for so long. */
const stillMs = 200

/** The market's colour, and what is made of it in light and dark. */
export function ColorField({ color, error, onChange }: ColorFieldProps) {
  const said = sellerTexts.look
  const colors = useColors(isColor(color) ? color : null)
  return (
    <div>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={said.color}
          description={said.colorHelp}
          inputWrapperOrder={['label', 'description', 'input', 'error']}
          placeholder={standard}
          value={color}
          error={error}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget: { value } }) => onChange(value.trim().toLowerCase())}
          leftSectionWidth={44}
          leftSection={
            <input
              type="color"
              className={styles.swatch}
              aria-label={said.pickColor}
              value={isColor(color) ? color : standard}
              onChange={({ currentTarget: { value } }) => onChange(value)}
            />
          }
        />
        {color !== '' && (
          <Button variant="subtle" onClick={() => onChange('')}>
            {said.ownColor}
          </Button>
        )}
      </Group>
      {colors && (
        <div className={styles.samples}>
          <Sample scheme="light" colors={colors.light} chosen={color} />
          <Sample scheme="dark" colors={colors.dark} chosen={color} />
        </div>
      )}
    </div>
  )
}

function Sample({
  scheme,
  colors,
  chosen,
}: {
  scheme: 'light' | 'dark'
  colors: AccentColors
  chosen: string
}) {
  const said = sellerTexts.look
  const style = { '--accent': colors.accent, '--on-accent': colors.onAccent } as CSSProperties
  return (
    <figure className={styles.sample} data-scheme={scheme} style={style}>
      <figcaption>
        {said[scheme]}: {colors.accent === chosen ? said.asIs : said.adjusted}
      </figcaption>
      <span className={styles.sampleButton}>{said.sample}</span>
      <span className={styles.sampleLink}>{said.sampleLink}</span>
    </figure>
  )
}

function useColors(color: string | null): BrandColors | null {
  const [colors, setColors] = useState<BrandColors | null>(null)
  useEffect(() => {
    if (color === null) return setColors(null)
    let isOver = false
    const timer = setTimeout(() => {
      void colorsOf(color).then((made) => {
        if (!isOver) setColors(made)
      })
    }, stillMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [color])
  return colors
}

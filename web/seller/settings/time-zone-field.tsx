import { NativeSelect } from '@mantine/core'
import { useMemo } from 'react'
import { sellerTexts } from '../../ui/seller-texts.ts'

export interface TimeZoneFieldProps {
  value: string
  onChange: (timeZone: string) => void
}

/** Selects one of the browser's time zones. Old browsers have no list and offer the current value and their own zone. */
export function TimeZoneField({ value, onChange }: TimeZoneFieldProps) {
  const zones = useMemo(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    const known = 'supportedValuesOf' in Intl ? Intl.supportedValuesOf('timeZone') : []
    return [...new Set([value, own, 'UTC', ...known])].sort()
  }, [value])
  return (
    <NativeSelect
      label={sellerTexts.settingsPage.timeZone}
      description={sellerTexts.settingsPage.timeZoneHelp}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={zones}
    />
  )
}

/** Workgroups in two dimensions: one of them alone ends at 65535. */
export function grid(groups: number): readonly [number, number] {
  const largest = 65535;
  if (groups <= largest) return [groups, 1];
  const rows = Math.ceil(groups / largest);
  return [Math.ceil(groups / rows), rows];
}

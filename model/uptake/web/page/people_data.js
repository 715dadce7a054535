// The message of /api/people, read: who stands where, and everyone's state by week.

export function readPeople(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const states = new Uint8Array(buffer, 4 + length);
  const rowBytes = Math.ceil(head.positions / 4);
  const starts = running(head.sizes);
  const teamStarts = running(head.teams);
  const counted = new Map();

  // People of each department in each state in a week: counts[department][state].
  function counts(week) {
    if (!counted.has(week)) {
      const found = head.sizes.map(() => [0, 0, 0, 0]);
      for (let department = 0; department < found.length; department += 1) {
        const mine = found[department];
        for (let n = starts[department]; n < starts[department + 1]; n += 1) mine[state(n, week)] += 1;
      }
      counted.set(week, found);
    }
    return counted.get(week);
  }

  function state(place, week) {
    return (states[week * rowBytes + (place >> 2)] >> ((place & 3) << 1)) & 3;
  }

  // Numbers of a department in a week, each counted from the state on: accounts, visited, posted.
  function department(number, week) {
    const [, silent, visited, posted] = counts(week)[number];
    return row(head.departments[number], head.employed[week][number], silent, visited, posted);
  }

  function everyone(week) {
    const sum = [0, 0, 0, 0];
    for (const mine of counts(week)) mine.forEach((count, n) => { sum[n] += count; });
    const employed = head.employed[week].reduce((total, count) => total + count, 0);
    return row("Everyone", employed, sum[1], sum[2], sum[3]);
  }

  function row(name, employed, silent, visited, posted) {
    return { name, employed, account: silent + visited + posted, visited: visited + posted, posted };
  }

  function where(place) {
    const department = after(starts, place);
    const team = after(teamStarts, place);
    return { department, name: head.departments[department], team: teamStarts[team + 1] - teamStarts[team] };
  }

  return { head, states, rowBytes, starts, counts, state, department, everyone, where };
}

function running(sizes) {
  const starts = [0];
  for (const size of sizes) starts.push(starts.at(-1) + size);
  return starts;
}

// Which of the rising starts a place comes after.
function after(starts, place) {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= place) low = middle;
    else high = middle;
  }
  return low;
}

export function csvOf(data) {
  const quoted = (text) => `"${String(text).replaceAll('"', '""')}"`;
  const lines = ["department,week,employees,with an account,visited in four weeks,posted in four weeks"];
  for (let week = 0; week < data.head.weeks; week += 1) {
    data.head.departments.forEach((name, number) => {
      const found = data.department(number, week);
      lines.push([quoted(name), week, found.employed, found.account, found.visited, found.posted].join(","));
    });
  }
  return lines.join("\r\n");
}

/* Answers may overtake one another. `const inTurn = newest()` once; before asking `const counts = inTurn()`; when the answer is
   here, `counts()` says whether nothing that was asked for later has been shown already. */
export function newest() {
  let asked = 0;
  let shown = 0;
  return () => {
    const number = asked += 1;
    return () => {
      if (number < shown) return false;
      shown = number;
      return true;
    };
  };
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {HostileToken} from "../support/Tokens.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

contract PayoutVaultClaimManyTest is PayoutTest {
    HostileToken private hostile;

    /// @dev The play money is replaced by a token that can refuse people; it keeps its address.
    function setUp() public override {
        super.setUp();
        hostile = new HostileToken();
        vm.etch(address(token), address(hostile).code);
        hostile = HostileToken(address(token));
        payAmounts(1, three(100, 200, 300));
    }

    function _top() private view returns (bytes32[] memory) {
        return TreeBuilder.cap(leaves, 2);
    }

    function test_C15_PaysEachOnceAndTells() public {
        IPayoutVault.Claim[] memory claims = new IPayoutVault.Claim[](4);
        (claims[0], claims[1], claims[2], claims[3]) = (claimOf(3, 2), claimOf(2, 2), claimOf(4, 2), claimOf(3, 2));
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.Claimed(4, 3, walletOf(3), 200, 200);
        emit IPayoutVault.Claimed(5, 2, walletOf(2), 100, 100);
        emit IPayoutVault.Claimed(6, 4, walletOf(4), 300, 300);
        expectSkip(7, 3, IPayoutVault.PayoutVaultNothingToClaim.selector);
        vm.prank(STRANGER);
        equal(vault.claimMany(key, _top(), claims), 600, "amount");
        isTrue(token.balanceOf(walletOf(2)) == 100 && token.balanceOf(walletOf(4)) == 300, "balances");
        isTrue(vault.totalSettled() == 600 && vault.lastSeq() == 7 && settledOf(3) == 200, "noted");
    }

    function test_C26_AllIsNotedBeforeTheFirstTransfer() public {
        claim(3, 200);
        vm.recordLogs();
        equal(vault.claimMany(key, _top(), allClaims(2)), 400, "who was paid before is passed over");
        checkPaidTogether(2);
    }

    function test_TheCapMayBeAnyLevel() public {
        uint64[] memory sums = new uint64[](5);
        for (uint32 i = 0; i < 5; i++) sums[i] = (i + 1) * 100;
        for (uint256 height = 0; height <= 3; height++) {
            for (uint32 i = 0; i < 5; i++) sums[i] += 10;
            sellAndClose(1_000_000);
            payAmounts(uint32(2 + height), sums);
            uint256 paid = vault.claimMany(key, TreeBuilder.cap(leaves, height), allClaims(height));
            equal(paid, height == 0 ? 1_550 : 50, "amount");
            equal(vault.totalSettled(), vault.acceptedTotal(), "everybody");
        }
    }

    function test_C25_OneRefusedRecipientBlocksNobody() public {
        HostileToken.Manner[2] memory manners = [HostileToken.Manner.Revert, HostileToken.Manner.ReturnFalse];
        for (uint256 i = 0; i < 2; i++) {
            hostile.refuse(walletOf(3), manners[i]);
            if (i == 0) expectSkip(5, 3, IPayoutVault.PayoutVaultTransferFailed.selector);
            equal(vault.claimMany(key, _top(), allClaims(2)), i == 0 ? 400 : 0, "amount");
            isTrue(settledOf(3) == 0 && vault.totalSettled() == 400, "the refused is not noted as paid");
        }
        bytes32[] memory proof = TreeBuilder.proof(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultTransferFailed.selector, uint32(3)));
        vault.claim(key, 3, 1, 200, walletOf(3), proof);
    }

    function test_AWrongProofIsSkipped() public {
        IPayoutVault.Claim[] memory claims = allClaims(2);
        claims[0].cumulative = 101;
        expectSkip(4, 2, IPayoutVault.PayoutVaultBadProof.selector);
        equal(vault.claimMany(key, _top(), claims), 500, "amount");
        claims[0].cumulative = 100;
        claims[0].index = 4;
        expectSkip(7, 2, IPayoutVault.PayoutVaultBadProof.selector);
        equal(vault.claimMany(key, _top(), claims), 0, "beyond the tree");
    }

    function testFuzz_C13_AMutatedProofIsSkipped(uint8 who, uint8 bit, uint8 height) public {
        uint256 levels = between(height, 0, 1);
        IPayoutVault.Claim[] memory claims = allClaims(levels);
        uint256 i = between(who, 0, levels == 0 ? 2 : 1);
        if (levels == 0) claims[i].cumulative ^= uint64(1) << (bit % 64);
        else claims[i].proof[0] ^= bytes32(uint256(1) << bit);
        equal(vault.claimMany(key, TreeBuilder.cap(leaves, levels), claims), 600 - owed[i], "the others");
        equal(token.balanceOf(walletOf(i + 2)), 0, "not that one");
    }

    function test_EachThatCannotBePaidIsNamed() public {
        chooseBank(3);
        IPayoutVault.Claim[] memory claims = allClaims(2);
        claims[0].wallet = walletOf(4);
        expectSkip(4, 2, IGenealogy.GenealogyNotTheWallet.selector);
        expectSkip(5, 3, IGenealogy.GenealogyBankRoute.selector);
        equal(vault.claimMany(key, _top(), claims), 300, "the third alone");
    }

    function test_C22_RevertWhen_TheRootIsStale() public {
        bytes12 stale = bytes12(uint96(key) + 1);
        bytes32[] memory top = _top();
        IPayoutVault.Claim[] memory claims = allClaims(2);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultStaleRoot.selector, stale, key));
        vault.claimMany(stale, top, claims);
    }

    function test_RevertWhen_TheCapIsNoLevelOfTheTree() public {
        IPayoutVault.Claim[] memory claims = allClaims(2);
        bytes32[] memory cap = new bytes32[](0);
        for (uint256 i = 0; i < 5; i++) {
            if (i == 1) cap = new bytes32[](4);
            if (i == 2) (cap = TreeBuilder.cap(leaves, 1))[0] ^= bytes32(uint256(1) << 64);
            if (i == 3) (cap = TreeBuilder.cap(leaves, 1))[1] ^= bytes32(uint256(1));
            if (i == 4) (cap = TreeBuilder.cap(leaves, 2))[0] |= bytes32(uint256(type(uint64).max));
            vm.expectRevert(IPayoutVault.PayoutVaultBadCap.selector);
            vault.claimMany(key, cap, claims);
        }
    }

    function test_C17_PayingStopsAtTheTotal() public {
        vault.claimMany(key, _top(), allClaims(2));
        sellAndClose(1_000_000);
        // Member 2 falls to zero on paper, and the others get what 2 has already taken: 400 + 400 more than 800 - 600.
        payAmounts(2, three(0, 400, 400));
        expectSkip(12, 4, IPayoutVault.PayoutVaultOverTotal.selector);
        equal(vault.claimMany(key, _top(), allClaims(2)), 200, "the first of the two");
        equal(vault.totalSettled(), 800, "all that was declared");
    }

    function test_C33_TooLittleGasPaysNobodyAndNotesNothing() public {
        IPayoutVault.Claim[] memory claims = allClaims(2);
        bytes32[] memory top = _top();
        for (uint256 limit = 20_000; limit < 400_000; limit += 10_000) {
            try vault.claimMany{gas: limit}(key, top, claims) returns (uint256 amount) {
                equal(amount, vault.totalSettled(), "what is told is what was paid");
            } catch {
                equal(vault.totalSettled(), 0, "undone");
            }
            uint256 sum = 0;
            for (uint32 memberId = 2; memberId <= 4; memberId++) {
                equal(token.balanceOf(walletOf(memberId)), settledOf(memberId), "received is noted");
                sum += settledOf(memberId);
            }
            equal(vault.totalSettled(), sum, "in all");
            if (sum != 0) break;
        }
        vault.claimMany(key, top, claims);
        equal(vault.totalSettled(), 600, "with enough gas everybody is paid");
    }

    function test_RevertWhen_AnybodyElsePaysWhatWasProved() public {
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultNotItself.selector, address(this)));
        vault.payProved(packed(0, 3), walletsOf(0, 3), 600);
    }

    function test_NobodyIsPaidByAnEmptyBatch() public {
        equal(vault.claimMany(key, _top(), new IPayoutVault.Claim[](0)), 0, "amount");
        equal(vault.lastSeq(), 3, "no event");
    }
}

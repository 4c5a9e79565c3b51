// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {ContractSigner} from "../support/ContractSigner.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

contract GenealogyBindWalletTest is UplineTest {
    uint256 private deadline;

    function setUp() public {
        deploy(0);
        genealogy.register(1, 0, 0, address(0), 0);
        vm.warp(1_000_000);
        deadline = block.timestamp;
    }

    function _bind(uint32 memberId, address wallet, bytes memory signature) private {
        vm.prank(REGISTRAR_ADMIN);
        genealogy.bindWallet(memberId, wallet, deadline, signature);
    }

    function _expectRefusal(bytes memory fault, uint32 memberId, address wallet, bytes memory signature) private {
        vm.prank(REGISTRAR_ADMIN);
        vm.expectRevert(fault);
        genealogy.bindWallet(memberId, wallet, deadline, signature);
    }

    function test_RevertWhen_CallerHasNoRole() public {
        bytes memory signature = signBy(1, bindDigest(2, walletOf(1), deadline));
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, STRANGER));
        genealogy.bindWallet(2, walletOf(1), deadline, signature);
    }

    function test_RevertWhen_MemberIsUnknown() public {
        bytes memory signature = signBy(1, bindDigest(3, walletOf(1), deadline));
        _expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(3)), 3, walletOf(1), signature);
    }

    function test_RevertGiven_MemberHasAWallet() public {
        bytes memory signature = signBy(1, bindDigest(1, walletOf(1), deadline));
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyWalletAlreadyBound.selector, uint32(1));
        _expectRefusal(fault, 1, walletOf(1), signature);
    }

    function test_RevertWhen_WalletIsZero() public {
        _expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogyZeroWallet.selector), 2, address(0), "");
    }

    function test_RevertWhen_DeadlineHasPassed() public {
        bytes memory signature = signBy(1, bindDigest(2, walletOf(1), deadline));
        vm.warp(deadline + 1);
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogySignatureExpired.selector, deadline);
        _expectRefusal(fault, 2, walletOf(1), signature);
        vm.warp(deadline);
        _bind(2, walletOf(1), signature);
    }

    function test_C03_RevertGiven_WalletActsForSomebody() public {
        admit(1, 1);
        bytes memory signature = signBy(1, bindDigest(2, walletOf(1), deadline));
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(1), uint32(3));
        _expectRefusal(fault, 2, walletOf(1), signature);
    }

    function test_C04_RevertWhen_SignatureIsNotOfTheWalletForThisMember() public {
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyBadWalletSignature.selector, walletOf(1));
        _expectRefusal(fault, 2, walletOf(1), "");
        _expectRefusal(fault, 2, walletOf(1), signBy(2, bindDigest(2, walletOf(1), deadline)));
        _expectRefusal(fault, 2, walletOf(1), signBy(1, bindDigest(3, walletOf(1), deadline)));
        _expectRefusal(fault, 2, walletOf(1), signBy(1, bindDigest(2, walletOf(1), deadline + 1)));
    }

    function test_TheKeyOfBeforeActsForNobody() public {
        _bind(2, walletOf(1), signBy(1, bindDigest(2, walletOf(1), deadline)));
        vm.startPrank(address(vault));
        for (uint32 memberId = 1; memberId <= 2; memberId++) {
            vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, memberId, address(2)));
            genealogy.settle(memberId, address(2), 1);
        }
        vm.stopPrank();
    }

    function test_BindsAndTells() public {
        bytes memory signature = signBy(1, bindDigest(2, walletOf(1), deadline));
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.WalletBound(4, 2, walletOf(1), address(0));
        _bind(2, walletOf(1), signature);
        equal(genealogy.memberOf(walletOf(1)), 2, "member");
        isTrue(genealogy.hasWallet(2), "has a wallet");
    }

    function test_MovesWhatWasSettledByBank() public {
        vm.prank(address(vault));
        genealogy.settleBank(2, address(2), 70);
        _bind(2, walletOf(1), signBy(1, bindDigest(2, walletOf(1), deadline)));
        equal(genealogy.settledOf(2, walletOf(1)), 70, "settled");
        (uint32 memberId, uint64 settled, bool former, bool bankRoute) = genealogy.accountOf(address(2));
        isTrue(memberId == 2 && settled == 0 && former && !bankRoute, "nothing stays under the old key");
        (, , former, bankRoute) = genealogy.accountOf(walletOf(1));
        isTrue(!former && !bankRoute, "paid by token from now on");
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(2), address(2)));
        genealogy.settledOf(2, address(0));
    }

    function test_C03_RevertWhen_WalletIsTheKeyOfAMemberWithoutOne() public {
        _expectRefusal(abi.encodeWithSelector(IGenealogy.GenealogyReservedWallet.selector, address(9)), 2, address(9), "");
    }

    function test_C31_ADeadlineHoldsThroughItsLastSecond() public {
        bytes memory signature = signBy(1, bindDigest(2, walletOf(1), deadline));
        vm.warp(deadline - 1);
        vm.prank(REGISTRAR_ADMIN);
        genealogy.bindWallet(2, walletOf(1), deadline, signature);
        equal(genealogy.memberOf(walletOf(1)), 2, "t - 1; t and t + 1 stand above");
    }

    function test_TakesTheSignatureOfAContract() public {
        ContractSigner signer = new ContractSigner(walletOf(1));
        bytes memory signature = signBy(1, bindDigest(2, address(signer), deadline));
        _bind(2, address(signer), signature);
        equal(genealogy.memberOf(address(signer)), 2, "wallet");
    }

    function test_RevertWhen_AContractDoesNotAgree() public {
        ContractSigner signer = new ContractSigner(walletOf(1));
        bytes memory signature = signBy(2, bindDigest(2, address(signer), deadline));
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyBadWalletSignature.selector, address(signer));
        _expectRefusal(fault, 2, address(signer), signature);
        // A contract that knows nothing of signatures does not agree either.
        _expectRefusal(
            abi.encodeWithSelector(IGenealogy.GenealogyBadWalletSignature.selector, address(token)),
            2,
            address(token),
            signature
        );
    }

    function test_AKeyStillSignsWhenItsWalletDelegatesToCode() public {
        vm.etch(walletOf(1), hex"00");
        _bind(2, walletOf(1), signBy(1, bindDigest(2, walletOf(1), deadline)));
        equal(genealogy.memberOf(walletOf(1)), 2, "wallet");
    }
}

contract GenealogyChangeWalletTest is UplineTest {
    uint256 private deadline;

    function setUp() public {
        deploy(0);
        admit(1, 1);
        deadline = block.timestamp;
    }

    function _change(uint256 from, uint256 to) private {
        bytes memory signature = signBy(to, bindDigest(genealogy.memberOf(walletOf(from)), walletOf(to), deadline));
        vm.prank(walletOf(from));
        genealogy.changeWallet(walletOf(to), deadline, signature);
    }

    function test_RevertWhen_CallerActsForNobody() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNoMember.selector, STRANGER));
        genealogy.changeWallet(walletOf(2), deadline, "");
    }

    function test_MovesTheMember() public {
        vm.expectEmit(true, true, true, true, address(genealogy));
        emit IGenealogy.WalletBound(4, 2, walletOf(2), walletOf(1));
        _change(1, 2);
        equal(genealogy.memberOf(walletOf(2)), 2, "wallet");
        equal(genealogy.memberOf(walletOf(2)), 2, "new wallet");
        equal(genealogy.memberOf(walletOf(1)), 0, "old wallet");

        vm.prank(walletOf(1));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNoMember.selector, walletOf(1)));
        genealogy.changeWallet(walletOf(3), deadline, "");
    }

    function test_C03_RevertGiven_NewWalletActsForSomebody() public {
        admit(1, 2);
        bytes memory signature = signBy(2, bindDigest(2, walletOf(2), deadline));
        vm.prank(walletOf(1));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(2), uint32(3)));
        genealogy.changeWallet(walletOf(2), deadline, signature);
    }

    function test_C04_RevertWhen_NewWalletDidNotSign() public {
        bytes memory signature = signBy(1, bindDigest(2, walletOf(2), deadline));
        vm.prank(walletOf(1));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBadWalletSignature.selector, walletOf(2)));
        genealogy.changeWallet(walletOf(2), deadline, signature);
    }

    function test_C03_AWalletThatWasGivenUpIsNeverBoundAgain() public {
        _change(1, 2);
        bytes memory fault = abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(1), uint32(2));
        bytes memory signature = signBy(1, bindDigest(2, walletOf(1), deadline));
        vm.prank(walletOf(2));
        vm.expectRevert(fault);
        genealogy.changeWallet(walletOf(1), deadline, signature);
        (uint32 memberId, uint64 settled, bool former, ) = genealogy.accountOf(walletOf(1));
        isTrue(memberId == 2 && settled == 0 && former, "it keeps whose it was");
    }

    function test_TakesSettledRouteAndNumberAlong() public {
        vm.prank(address(vault));
        genealogy.settle(2, walletOf(1), 55);
        vm.prank(walletOf(1));
        genealogy.chooseRoute(true);
        _change(1, 2);
        (uint32 memberId, uint64 settled, bool former, bool bankRoute) = genealogy.accountOf(walletOf(2));
        isTrue(memberId == 2 && settled == 55 && !former && bankRoute, "account");
        equal(genealogy.routeNonceOf(walletOf(2)), 1, "number of the next choice");
        equal(genealogy.routeNonceOf(walletOf(1)), 0, "nothing stays");
    }

    function test_C10_AnOldAgreementOfAWalletBindsItNowhereElse() public {
        bytes memory signature = signBy(2, bindDigest(2, walletOf(2), deadline));
        _change(1, 2);
        _change(2, 3);
        vm.prank(walletOf(3));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(2), uint32(2)));
        genealogy.changeWallet(walletOf(2), deadline, signature);
    }

    function test_RevertWhen_NewWalletIsTheOldOne() public {
        bytes memory signature = signBy(1, bindDigest(2, walletOf(1), deadline));
        vm.prank(walletOf(1));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyWalletTaken.selector, walletOf(1), uint32(2)));
        genealogy.changeWallet(walletOf(1), deadline, signature);
    }
}
